board-menu = Board
board-title = Board

board-now = What needs a decision
board-calm = Nothing is waiting for a decision right now.
board-oldest = longest wait:
board-late = { $n ->
    [one] one is late
   *[other] { $n } are late
 }
board-cards = { $n ->
    [one] card to decide
   *[other] cards to decide
 }
board-unasked = { $n ->
    [one] incident where nobody has said whether someone should look
   *[other] incidents where nobody has said whether someone should look
 }
board-needs-eyes = { $n ->
    [one] incident that waits for someone to go
   *[other] incidents that wait for someone to go
 }
board-overdue = { $n ->
    [one] incident where someone should be there by now
   *[other] incidents where someone should be there by now
 }
board-untold = { $n ->
    [one] finding that nothing was said about yet
   *[other] findings that nothing was said about yet
 }
board-drafts = { $n ->
    [one] draft not sent to release
   *[other] drafts not sent to release
 }
board-to-release = { $n ->
    [one] message waiting for a second person
   *[other] messages waiting for a second person
 }
board-drills = { $n ->
    [one] thing to do in a drill
   *[other] things to do in a drill
 }
board-stuck = Incidents waiting for someone
board-stuck-needs-eyes = nobody is going yet
board-stuck-overdue = someone should be there by now
board-stuck-untold = looked at, and nothing said yet
board-stuck-unasked = nobody has said whether someone should look
board-duty = Verifiers on duty
board-duty-nobody = Nobody is on duty to go and look.
board-duty-free = { $n ->
    [0] Nobody is free to go and look.
    [one] One person is free to go and look.
   *[other] { $n } people are free to go and look.
 }
board-duty-line = { $free } free, { $out } on an incident
board-area-unknown = an area that is no longer on the map

board-clock = The clock
board-clock-what = How long each step takes, from a report to a message in the street.
board-of-drills = These are drills. They are never mixed with what really happened.
board-to-drills = See the drills
board-to-real = Back to what really happened
board-days = Days
board-days-1 = Today
board-days-7 = 7 days
board-days-28 = 28 days
board-days-365 = One year
board-hours = Hours of the day
board-hours-all = All day
board-hours-0-4 = 0 to 4 h
board-hours-4-8 = 4 to 8 h
board-hours-8-12 = 8 to 12 h
board-hours-12-16 = 12 to 16 h
board-hours-16-20 = 16 to 20 h
board-hours-20-24 = 20 to 24 h
board-hour = { $from } to { $to } h
board-new = There is nothing to measure yet. Once the first report is decided, you will see here how long it took.
board-whole = The whole network
board-by-area = By area: half within · 9 of 10 within
board-by-hour = { $area }, by hour: half within · 9 of 10 within
board-back = Back to all areas
board-no-area = No known area, or areas with very few
board-column-step = Step
board-column-target = Target
board-column-half = Half within
board-column-nine = 9 of 10 within
board-column-in-time = In time?
board-column-area = Area
board-column-hour = Hour
board-nothing = no samples yet
board-few = { $n ->
    [one] only one
   *[other] only { $n }
 }
board-too-few = { $n ->
    [one] one: too few to tell
   *[other] { $n }: too few to tell
 }
board-in-time = { $n } of { $of }
board-verdict-in-time = In time
board-verdict-half = Half in time
board-verdict-late = Late
board-never = never
board-delivered = delivered { $n } of { $of } times
board-over-a-day = more than a day
board-h = { $n } h
board-min = { $n } min
board-s = { $n } s

board-step-answered = Report taken
board-step-answered-what = from a written report coming in until someone takes it
board-step-decided = Decision
board-step-decided-what = from coming in until it is decided what to do
board-step-accepted = Someone goes
board-step-accepted-what = from asking someone to look until the first “I am going”
board-step-on-scene = Someone is there
board-step-on-scene-what = from the first “I am going” until the first “I am there”
board-step-released = Message released
board-step-released-what = from knowing what it was until a second person released it
board-step-delivered = Message delivered
board-step-delivered-what = from the release until a service has handed over the last push or e-mail; texts are apart
board-step-corrected = Correction released
board-step-corrected-what = from knowing of the mistake until the correction was released

board-how = How this is measured
board-how-hotline = Cuadra does not know when the hotline rings or when it is answered. The first step counts only what comes in writing: the page, a text or a program.
board-how-hour = Each wait counts on the day and in the hour in which it began, and in its area as well as in those around it.
board-how-rounded = Times are rounded up: by less than 5 seconds, or by a third at most. “In time” means that 9 of 10 were within the target; “late”, that not even half were.
board-how-few = With fewer than 5 nothing is judged: they would be single events. Whoever does not dispatch does not see those times.
board-how-delivered = A delivery is one message through one service. Where more than one in ten of those it was for did not get it, it was never delivered, and stands in every figure behind all that were.
board-how-kept = No single case is kept, only how many there were. Days become months four weeks after the month has ended, and where there were fewer than 5 the area is forgotten too.
