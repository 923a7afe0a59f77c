drill-word = DRILL
drill-mark = DRILL (not real)
drill-mark-means = This is an exercise with made-up facts. None of it reaches the public.
drill-stop = Stop the drill: real work
drill-see = See the drill
drill-is-over = This drill is over.
drill-queue-title = A drill is on
drill-queue-hidden = { $n ->
    [one] One card of the drill is put away: the real reports that wait come first.
   *[other] { $n } cards of the drill are put away: the real reports that wait come first.
 }
drill-queue-empty = The drill has no cards to decide.

drill-scenario-corner = Agents at a street corner
drill-scenario-workplace = Agents at a workplace
drill-scenario-school-gate = A car at a school gate
drill-scenario-police-rumour = A rumour that turns out to be local police
drill-scenario-nothing-there = A tip, and nothing is there

drill-imagine-corner = For the drill, take it that you see four people in vests that say “ERO” and two vans without signs. They ask people who walk by for papers. They take nobody away.
drill-imagine-workplace = For the drill, take it that you see eight people in “ICE” vests and four vans. They put two workers into one of them.
drill-imagine-school-gate = For the drill, take it that the car has left and no agents are in sight.
drill-imagine-police-rumour = For the drill, take it that you see three cars of the local police because of a crash. There is no immigration enforcement.
drill-imagine-nothing-there = For the drill, take it that the street is quiet and nothing is there.

drill-who-area = Verifiers who are on duty in that area
drill-who-everyone = Every verifier on duty

drill-ended-done = It was finished
drill-ended-real-work = It was stopped for real work
drill-ended-time = Its time was over

drill-reached-reported = Made-up report
drill-reached-decided = Decided at the desk
drill-reached-asked = Asked to go and look
drill-reached-accepted = Said yes
drill-reached-on-scene = Arrived
drill-reached-outcome = Outcome
drill-reached-drafted = Message drafted
drill-reached-released = Released, as a drill only

drill-leg-decided = From report to decision
drill-leg-accepted = From request to “I go”
drill-leg-on-scene = From “I go” to arrival
drill-leg-outcome = From arrival to outcome
drill-leg-drafted = From outcome to draft
drill-leg-released = From outcome to release
drill-leg-whole = The whole, from report to release

drill-refused-not-a-starter = Coordinators, dispatchers and stewards start drills.
drill-refused-nobody-on-duty = No verifier is on duty there. Choose another area, or everybody on duty.
drill-refused-too-long = Choose how long it lasts: four hours at most.
drill-refused-another-runs = A drill is on already.
drill-refused-over = This drill is over.
drill-refused-real-first = A real request waits for your answer. What is real comes first.
drill-refused-mixed = What is real and what belongs to a drill are never put together.
