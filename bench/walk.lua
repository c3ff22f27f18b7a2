-- Walks over the requests of a file: "path" or "path<TAB>entity tag", one a line. Each thread takes its own share of the
-- lines. With WALK_ONCE no line is asked for twice: a thread that has none left counts it, and the run fails.
local threads, exhausted = {}, 0

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

function init(args)
  requests, at, ran_out, once = {}, 0, 0, os.getenv("WALK_ONCE") == "1"
  local count = tonumber(os.getenv("WALK_THREADS"))
  local number = 0
  for line in io.lines(os.getenv("WALK_FILE")) do
    if number % count == id or not once then
      local path, tag = line:match("^([^\t]+)\t(.+)$")
      local headers = tag and {["If-None-Match"] = tag} or nil
      requests[#requests + 1] = wrk.format("GET", path or line, headers)
    end
    number = number + 1
  end
  if not once then at = math.floor(#requests / count) * id end
end

function request()
  if at >= #requests then
    if once then ran_out = ran_out + 1 end
    at = 0
  end
  at = at + 1
  return requests[at]
end

function done(summary, latency, all)
  for _, thread in ipairs(threads) do exhausted = exhausted + (thread:get("ran_out") or 0) end
  local errors = summary.errors
  io.write(string.format(
    'WALKED {"requests": %d, "microseconds": %d, "bytes": %d, "failed": %d, "status": %d, "p50": %.1f, "p99": %.1f, "max": %.1f, "ran_out": %d}\n',
    summary.requests, summary.duration, summary.bytes, errors.connect + errors.read + errors.write + errors.timeout,
    errors.status, latency:percentile(50), latency:percentile(99), latency.max, exhausted))
end
