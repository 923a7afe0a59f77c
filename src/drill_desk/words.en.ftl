drill-menu = Drills
drill-list-title = Drills
drill-lede = A drill goes through the whole line with made-up reports: the desk, verification, the message and its release. It is marked at every step and never reaches the public.
drill-busy = Real reports are waiting now. You can start, but the cards of the drill are not shown in the queue until what is real is decided.
drill-on-duty = { $n ->
    [0] No verifier is on duty.
    [one] One verifier is on duty.
   *[other] { $n } verifiers are on duty.
 }
drill-problems = Something is missing
drill-problem-scenario = Choose what is practised.
drill-problem-area = Choose an area from the list.
drill-problem-who = Choose who takes part.
drill-problem-place = We did not find that place on the network's map. Leave the field empty to use the area.
drill-problem-several = Several places have that name. Write one of these.
drill-problem-home = Choose a corner or a public place: never a home or a hotel.
drill-problem-outside = That place is not in the area you chose.
drill-ask-scenario = What is practised?
drill-ask-area = In which area?
drill-area-choice = { $area } ({ $n } on duty)
drill-ask-place = At which place?
drill-ask-place-hint = A corner or a public place of the map. If you leave it empty, the area is used.
drill-ask-who = Who is asked to go and look?
drill-ask-minutes = How long does it last at most?
drill-minutes = { $n } minutes
drill-start = Start the drill
drill-past = Of the last month
drill-past-hint = Thirty days after its end nothing is left of a drill. The network's clock keeps only how many steps took how long, apart from what is real.
drill-title = How it goes
drill-finish = Finish the drill
drill-things = For dispatchers
drill-card = Card
drill-incident = Incident
drill-times = Times
drill-column-part = Part
drill-column-took = Took
drill-column-target = Target
drill-duration = { $m } min { $s } s
drill-target = { $n } min
drill-slow = slower than the target
drill-record = Step by step
drill-record-empty = Nothing has happened yet.
drill-took-part = Who took part
drill-fact-scenario = Practised
drill-fact-place = Place
drill-fact-expected = What is to be found
drill-fact-started = Started
drill-fact-asked = May be asked to go
drill-fact-listeners = Subscriptions
drill-fact-ends = Ends by itself
drill-fact-ended = End
drill-listeners = { $n ->
    [0] None in this area asked for drills: it is sent to nobody.
    [one] One in this area asked for drills: it can be sent to that one only.
   *[other] { $n } in this area asked for drills: it can be sent to those only.
 }
drill-note-corner-1 = DRILL (not real). Made up: three people in vests ask for papers at the corner.
drill-note-corner-2 = DRILL (not real). Made up: two vans wait with the engine on.
drill-note-workplace-1 = DRILL (not real). Made up: they went into the workplace and are taking people.
drill-note-workplace-2 = DRILL (not real). Made up: they put two people into a van.
drill-note-workplace-3 = DRILL (not real). Made up: a coworker says there is a raid at her job.
drill-note-school-gate-1 = DRILL (not real). Made up: a dark car waits across from the school when classes end.
drill-note-police-rumour-1 = DRILL (not real). Made up: a post says there is a raid and many people share it.
drill-note-police-rumour-2 = DRILL (not real). Made up: my neighbour says ICE is here.
drill-note-police-rumour-3 = DRILL (not real). Made up: there are several patrol cars, I do not know whose.
drill-note-nothing-there-1 = DRILL (not real). Made up: they say there is a checkpoint.
