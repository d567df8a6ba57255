"""The same workloads with Debian's python3-pyroute2. Run by bench: peer.py NAME [NUMBER]."""
import os
import sys

from pyroute2 import IPRoute


def report(name, value=None):
    if value is None:
        with open("/proc/self/status") as status:
            value = next(line.split()[1] for line in status if line.startswith("VmHWM:"))
    os.write(3, f"{name} {value}\n".encode())


def routes(ipr):
    for route in ipr.get_routes(family=2):
        route.get_attr("RTA_DST"), route.get_attr("RTA_OIF"), route.get_attr("RTA_GATEWAY")


def links(ipr):
    for link in ipr.get_links():
        link.get_attr("IFLA_IFNAME"), link.get_attr("IFLA_MTU"), link.get_attr("IFLA_ADDRESS")


def neighbours(ipr):
    for neighbour in ipr.get_neighbours(family=2):
        neighbour.get_attr("NDA_DST"), neighbour.get_attr("NDA_LLADDR")


def add(ipr, number):
    oif = ipr.link_lookup(ifname="bench0")[0]
    for i in range(int(number)):
        ipr.route("add", dst=f"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}/32", gateway="192.0.2.2", oif=oif)


def events(ipr):
    ipr.bind()
    report("ready", 1)
    kept = lost = 0
    done = False
    while not done:
        try:
            for event in ipr.get():
                if event.get_attr("RTA_DST") == "203.0.113.1":
                    done = True
                else:
                    kept += 1
        except OSError:
            lost += 1
    report("kept", kept)
    report("told_lost", lost)


with IPRoute() as ipr:
    globals()[sys.argv[1]](ipr, *sys.argv[2:])
report("rss")
