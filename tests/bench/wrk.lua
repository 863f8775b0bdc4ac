-- Makes the requests of one case for wrk. BENCH_CASE names a file that returns the case:
-- { kind = a key of `make`, origin = ..., learners = { { cookie = ..., paths = {...}, cards = {...}, line = ... } } }
-- Ends with one line of figures: RESULT requests seconds p50_us p99_us failed
local ffi = require("ffi")
ffi.cdef("struct bench_time { long seconds; long microseconds; }; int gettimeofday(struct bench_time *, void *);")

local case = dofile(os.getenv("BENCH_CASE"))
local threads = 0
local moment = ffi.new("struct bench_time")

local function uuid()
	local r = math.random
	return string.format("%08x-%04x-4%03x-%04x-%08x%04x", r(0, 0xffffffff), r(0, 0xffff), r(0, 0xfff),
		r(0x8000, 0xbfff), r(0, 0xffffffff), r(0, 0xffff))
end

local function instant()
	ffi.C.gettimeofday(moment, nil)
	local ms = math.floor(tonumber(moment.microseconds) / 1000)
	return os.date("!%Y-%m-%dT%H:%M:%S", tonumber(moment.seconds)) .. string.format(".%03dZ", ms)
end

local function any(list) return list[math.random(#list)] end

local function send(learner, method, path, body)
	return wrk.format(method, path, { Cookie = learner.cookie, Origin = case.origin,
		["Content-Type"] = body and "application/json", ["Idempotency-Key"] = body and uuid() }, body)
end

local make = {
	read = function(learner)
		local path = any(learner.paths)
		learner.made = learner.made or {}
		learner.made[path] = learner.made[path] or send(learner, "GET", path)
		return learner.made[path]
	end,
	turn = function(learner)
		return send(learner, "POST", learner.run, '{"text":"' .. any(learner.lines) .. '"}')
	end,
	review = function(learner)
		return send(learner, "PUT", "/api/v1/reviews/" .. uuid(), string.format(
			'{"card_id":"%s","rating":%d,"duration_ms":%d,"answered_at":"%s"}', any(learner.cards), math.random(4),
			math.random(500, 9000), instant()))
	end,
}
-- As learners do: mostly reading.
make.mix = function(learner)
	local die = math.random(100)
	return (die <= 80 and make.read or die <= 95 and make.review or make.turn)(learner)
end

function setup(thread)
	threads = threads + 1
	thread:set("number", threads)
end

function init()
	ffi.C.gettimeofday(moment, nil)
	math.randomseed(tonumber(moment.microseconds) * 64 + number)
end

function request() return make[case.kind](any(case.learners)) end

function done(summary, latency)
	local errors = summary.errors
	io.write(string.format("RESULT %d %.6f %d %d %d\n", summary.requests, summary.duration / 1e6, latency:percentile(50),
		latency:percentile(99), errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
