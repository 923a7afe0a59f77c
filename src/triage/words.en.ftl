triage-refused-closed = This incident is already settled. Thank you all the same.
triage-refused-not-closed = This incident is not closed, so there is nothing to reopen.
triage-refused-eyes-already-asked = Someone already asked for a verifier here.
triage-refused-eyes-not-asked = First ask for a verifier; then people can be sent.
triage-refused-nobody-to-ask = Choose at least one person to ask.
triage-refused-already-asked = One of these people was already asked. Look at the list again.
triage-refused-not-asked = Only people who were asked can answer. If you are nearby, tell a dispatcher.
triage-refused-eta-out-of-range = Say how many minutes it will take you: 1 to 90.
triage-refused-already-going = You already said that you are going.
triage-refused-cap-reached = Enough people are on the way. Please do not go.
triage-refused-out-elsewhere = You are still out on another incident. Finish that one first.
triage-refused-not-trained = Your verifier training is not up to date.
triage-refused-not-going = This person is not on the way.
triage-refused-already-there = You already said that you are there.
triage-refused-already-declined = You already said that you cannot.
triage-refused-not-on-scene = Only someone who is there can say what is there. Press “I am there” first.
triage-refused-someone-is-there = A verifier is there now. Wait for what they find.
triage-refused-agency-not-seen = Say which agency you saw. If you cannot tell, choose “unable to verify”.
triage-refused-wrong-outcome-for-agency = This agency does not fit this outcome. Local police is “other agency”; ICE and the Border Patrol are “confirmed”.
triage-refused-seen-at-does-not-fit = Check the time: it is in the future, or before anyone was there to see it.
triage-refused-count-does-not-fit = Check how many people were detained.
triage-refused-duplicate-of-itself = An incident cannot be a duplicate of itself. Choose the other one.
triage-refused-too-late-to-reopen = More than two hours have passed since it was closed. Open a new incident.
triage-refused-other-incident = These reports do not belong to the same incident.
triage-refused-not-first-hand = Both reports must come from people who saw it themselves.
triage-refused-not-independent = These two reports may come from the same person or show the same picture.
triage-refused-media-not-reviewed = Each report needs a photo or video that two members looked at and found to show it.
triage-refused-seen-too-far-apart = The two reports were seen more than an hour apart.
triage-refused-places-too-far-apart = The two reports are about places too far from each other.
triage-refused-other-agency-reported = One of the reports names local police. Someone has to look.
triage-refused-timeline-broken = The record of this incident cannot be read. This is our fault, not yours.

triage-step-opened = Incident opened
triage-step-eyes-needed = A verifier is needed
triage-step-asked = Verifiers asked
triage-step-accepted = On the way
triage-step-new-eta = New arrival time
triage-step-declined = Cannot go
triage-step-arrived = There now
triage-step-found = Finding
triage-step-gave-up = Could not go on
triage-step-stood-down = Called back
triage-step-closed-without-eyes = Closed without anyone looking
triage-step-corroborated = Two first-hand reports, pictures reviewed
triage-step-reopened = Reopened

triage-outcome-confirmed = Confirmed
triage-outcome-other-agency = Other agency
triage-outcome-nothing-there = Nothing there
triage-outcome-unable = Unable to verify
triage-outcome-already-over = Already over
triage-outcome-duplicate = Same as another incident
triage-outcome-not-needed = Nobody needs to look

triage-reopen-closed-by-mistake = It was closed by mistake
triage-reopen-new-report = A new report came in
triage-reopen-still-going-on = It is still going on
triage-reopen-finding-in-doubt = The finding is in doubt

triage-answer-waiting = No answer yet
triage-answer-accepted = Going
triage-answer-declined = Cannot
triage-answer-left = Went and is off again

triage-unable-unsafe = It is not safe to get closer
triage-unable-no-access = I cannot get to where I could see
triage-unable-cannot-tell = I see something and cannot tell what it is

triage-not-needed-too-old = It is too long ago
triage-not-needed-outside-our-places = It is outside our areas
triage-not-needed-passed-on = Passed on to another network
triage-not-needed-withdrawn = The reporter took it back
triage-not-needed-not-enforcement = It is clearly something else
triage-not-needed-junk = Junk
triage-not-needed-nobody-to-send = There is nobody to send

triage-fit-strong = fits well
triage-fit-weak = may fit

certainty-observed = A trained verifier saw it
certainty-likely = Two people saw it independently, with pictures

lane-trusted = From a member or by phone
lane-first-hand-reachable = Saw it, and can be reached
lane-first-hand = Saw it
lane-rest = Heard about it
lane-slowed = Waits a little longer

proof-of-work-done = Done
proof-of-work-missing = Missing
proof-of-work-not-asked = Not asked for

agency-family-local = Local police
agency-family-federal-or-unknown = Federal or unknown

queue-because-turn = Its turn
queue-because-waited-longest = Has waited longest
