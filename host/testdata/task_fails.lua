nlua.spawn(function() error("lost") end)
local kept = nlua.spawn(function() error("kept") end)
print(pcall(kept.join, kept))
--> false	task_fails.lua:2: kept
nlua.spawn(function() nlua.sleep(60) end):detach()
--! nlua: task_fails.lua:1: lost\nstack traceback:\n\t\[C\]: in function 'error'
