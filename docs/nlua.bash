# Completion of nlua's command line in bash: options, scripts, namespaces, modules. `make install` puts it where bash-completion looks.

_nlua() {
	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} i
	local options='-e -l -i -v -E -h -p -n --check --timeout --version --help --json --netns --unshare --read-only --dry-run
		--sandbox --budget --trace --pcap --decode --stubs --confirm --'
	COMPREPLY=()

	# Behind the script come its own arguments: files, for all that is known.
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-e | -l | -p | -n | --netns | --timeout | --budget | --pcap | --decode | --stubs | --confirm) ((i++)) ;;
		--) ((++i == COMP_CWORD)) && options='' || { compopt -o default; return; } ;;
		-?*) ;;
		*) compopt -o default; return ;;
		esac
	done

	case ${options:+$before} in
	-n | --netns)
		mapfile -t COMPREPLY < <(cd /run/netns 2>/dev/null && compgen -f -- "$current")
		return
		;;
	-l)
		mapfile -t COMPREPLY < <(compgen -W 'nlua.provision nlua.ansible nlua.watch nlua.test' -- "$current")
		return
		;;
	--pcap | --decode)
		compopt -o default
		return
		;;
	--stubs)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -d -- "$current")
		return
		;;
	-e | -p | --timeout | --budget | --confirm) return ;;
	esac

	case $current in
	-*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current") ;;
	*)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -d -- "$current"; compgen -f -X '!*.lua' -- "$current")
		;;
	esac
}
complete -F _nlua nlua
