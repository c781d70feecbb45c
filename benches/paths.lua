-- Asks for the addresses of a file in a fixed pseudo-random order.
-- Usage: wrk -s paths.lua ADDRESS -- FILE

local paths = {}
local state = 1

function init(args)
  for line in io.lines(args[1]) do
    paths[#paths + 1] = line
  end
end

function request()
  -- The constants of the C standard's example generator.
  state = (state * 1103515245 + 12345) % 2147483648
  return wrk.format("GET", paths[state % #paths + 1])
end
