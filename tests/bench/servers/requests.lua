-- For wrk: sends the requests of the file named in $REQUESTS in turn, beginning with number $FIRST, and prints one line of
-- figures. A line of the file is: media type asked for, entity tag the client has or nothing, request target.

local requests, place = {}, 0

function init(arguments)
  for line in io.lines(os.getenv("REQUESTS")) do
    local accept, tag, target = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = { ["Accept"] = accept, ["Host"] = "127.0.0.1" }
    if tag ~= "" then
      headers["If-None-Match"] = tag
    end
    requests[#requests + 1] = wrk.format("GET", target, headers)
  end
  place = tonumber(os.getenv("FIRST")) % #requests
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function done(summary, latency)
  local broken = summary.errors
  io.write(string.format("figures %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), broken.status, broken.connect + broken.read + broken.write + broken.timeout))
end
