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
triage-refused-out-elsewhere = Still out on another incident. That one has to be finished first.
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
triage-refused-not-independent = These two reports may come from the same person or show the same picture. If the program was restarted between them, nobody can tell.
triage-refused-media-not-reviewed = Each report needs a photo or video that two members looked at and found to show it.
triage-refused-seen-too-far-apart = The two reports were seen more than an hour apart.
triage-refused-places-too-far-apart = The two reports are about places too far from each other.
triage-refused-other-agency-reported = One of the reports names local police. Someone has to look.
triage-refused-timeline-broken = The record of this incident cannot be read. This is our fault, not yours.
triage-refused-no-drill = This incident is not part of a drill.

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
triage-step-drill-over = The drill ended

triage-outcome-confirmed = Confirmed
triage-outcome-other-agency = Other agency
triage-outcome-nothing-there = Nothing there
triage-outcome-unable = Unable to verify
triage-outcome-already-over = Already over
triage-outcome-duplicate = Same as another incident
triage-outcome-not-needed = Nobody needs to look
triage-outcome-drill-over = Ended with the drill

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
lane-drill = Drill

proof-of-work-done = Done
proof-of-work-missing = Missing
proof-of-work-not-asked = Not asked for

agency-family-local = Local police
agency-family-federal-or-unknown = Federal or unknown

queue-because-turn = Its turn
queue-because-waited-longest = Has waited longest

queue-menu = Queue
queue-title = To decide
queue-waiting = { $n ->
    [0] No cards are waiting.
    [one] One card is waiting.
   *[other] { $n } cards are waiting.
 }
queue-empty = Everything is decided. Thank you.
queue-behind = { $n ->
    [one] One more card waits behind these. It moves up as the first ones are decided.
   *[other] { $n } more cards wait behind these. They move up as the first ones are decided.
 }
queue-urgent = Happening now
queue-late = Late
queue-similar = { $n ->
    [one] one report
   *[other] { $n } similar reports
 }
queue-pictures = { $n ->
    [one] one photo
   *[other] { $n } photos
 }
queue-open = Open
queue-claim = Claim
queue-release = Release
queue-held-by = { $who } has it
queue-incidents = Incidents
queue-on-duty = { $n ->
    [0] Nobody is on duty now.
    [one] One person is on duty.
   *[other] { $n } people are on duty.
 }
queue-no-incidents = There are no open incidents.
queue-column-place = Place
queue-column-state = State
queue-column-out = Who is out
queue-column-reports = Reports
queue-map = Map
queue-map-title = Map of the incidents
queue-map-caption = The numbers are those of the list. Each mark is the middle of half a kilometre, not an address.
queue-set-aside = Set aside a moment ago
queue-undo = Undo
triage-lost = No connection: what you see may be old. We keep trying.
triage-clock-now = now
triage-clock-minutes = %n min ago
triage-clock-hours = %n h ago
triage-clock-left = %n min left
triage-clock-over = %n min late
triage-mute = Mute
triage-unmute = Turn sound on
triage-keys = Keys
triage-keys-off = Turn keys off
triage-keys-on = Turn keys on
triage-key-move = Move down and up the queue
triage-key-open = Open the card
triage-key-claim = Claim, release
triage-key-merge = Join to the first proposed incident
triage-key-new = Open an incident and ask someone to go and look
triage-key-not = Set aside, with the reason
triage-key-ask = Ask the reporter
triage-key-help = Open and close this help
triage-close-help = Close
triage-place-about = around { $area }
triage-place-area = somewhere in { $area }
triage-place-outside = outside our areas
triage-place-words = place only in words
triage-place-several = That name may be several places. Choose one, or add the area.
triage-place-unknown = We did not find that place. Type a corner, a landmark, an area or a ZIP code.
triage-place-long = The place is too long: use 300 characters or fewer.
triage-fact-activity = What is happening
triage-fact-agency = Who they are
triage-fact-first-hand = How they know
triage-fact-people = Officers
triage-fact-vehicles = Vehicles
triage-fact-still = Still happening
triage-fact-detained = Someone detained
triage-fact-detained-count = How many people detained
triage-fact-children = Children present
triage-fact-safe = The reporter is safe
triage-first-hand-unsaid = did not say how they know
triage-lint-plate = plate
triage-lint-phone = phone
triage-lint-document = document
triage-lint-status = immigration status
triage-lint-name = name
triage-lint-badge = badge number
triage-lint-home = home
triage-lint-contact = contact
triage-report-number = Report { $n }
triage-report-seen = seen
triage-report-came = came
triage-report-language = language:
triage-report-wants-call = asks for a call
triage-seen-around = around { $at }
triage-words-place = Place, as they wrote it
triage-words-note = Note
triage-words-uniform = Words on vests or vehicles
triage-words-forgotten = The words of this report have been forgotten, as we promised. The answers remain.
triage-picture-number = Photo { $n }
triage-picture-yes = { $n } say yes
triage-picture-no = { $n } say no
triage-said = Questions and answers
triage-last-text = Last text to this person:
triage-said-added = Added
triage-said-reporter = Answered
triage-is-there = is there
triage-state-open = Open
triage-state-needs-eyes = Looking for someone to go
triage-state-assigned = Someone is going
triage-state-on-scene = Someone is there
triage-card-not-yours = Claim the card first. If you had it, someone else took it meanwhile.
triage-card-decided = Someone has already decided this card.
triage-card-changed = The card changed while you were reading. Look at it again.
triage-incident-changed = Someone did something with this incident at the same moment. Look at it again.
triage-split-some = Tick one or more reports, but not all of them.
triage-split-last = It is the incident’s only report. Close the incident instead.
triage-split-evidence = The incident was confirmed by this report, so it stays.
triage-undo-late = This can no longer be undone. Ask for a new report.
triage-reason-missing = Choose a reason.
triage-question-empty = Write a question, or choose one.
triage-question-warned = This question seems to hold a name, a number, a plate, a home or somebody’s status. It may leave as a text message, which phone companies keep. Leave it out if you can; to ask it as it is, send it again.
triage-contacts-used-up = You have opened 15 contacts today. Ask another dispatcher to open this one.
triage-verifier-is-out = This person is already out on another incident.
not-a-report-duplicate-of-known = Repeats what we already know
not-a-report-test = It is a test
not-a-report-joke-or-hostile = A joke or an attack
not-a-report-not-immigration = Not about immigration
not-a-report-old-news = Old news
not-a-report-too-vague = Says too little
card-title = Card
card-problems = Something is missing
card-decided = It is decided
card-decided-incident = Its reports are part of an incident.
card-claim-first = Claim the card to read what they wrote. That way nobody else decides the same thing at the same time.
card-reports = { $n ->
    [one] One report
   *[other] { $n } reports
 }
card-contact = Contact
card-contact-by-text = They reported by text. Ask a question: it reaches their phone.
card-contacts-left = { $n ->
    [0] This was the last contact you can open today.
    [one] You can open one more contact today.
   *[other] You can open { $n } more contacts today.
 }
card-tick = Tick report { $n }
card-open-contact = See the contact
card-more-reports = Open more reports
card-split-hint = If a report is about something else, tick it and split it off.
card-split = Split off the ticked ones
card-decide = Decide
card-proposals = Is it the same?
card-why-same = Reports like these were joined there
card-why-near = place: { $place }; time: { $time }
card-merge = Join here
card-see-incident = See the incident
card-place = Where should they go?
card-place-hint = This is what whoever goes will read. Correct what is needed: corner, side of the street. No names, no house number.
card-place-choices = It may be:
card-new-eyes = Open incident and ask someone to look
card-new = Only open incident
card-not = Not a report, because…
card-not-button = Set aside
card-choose-reason = Choose a reason
card-ask = Ask the reporter
card-ask-whom = Whom?
card-ask-ready = Ready question
card-ask-own = In my own words
card-ask-words = Your question
card-ask-button = Ask
ask-still-there = Are they still there?
ask-where-exactly = Which corner is it, and which side of the street?
ask-what-uniform = What words do you see on vests or vehicles?
ask-how-many = How many officers and vehicles do you see?
ask-picture = If you can do it without going closer, can you send us a photo?
ask-safe = Are you in a safe place?
incident-title = Incident
incident-state = State
incident-place-words = Place for whoever goes
incident-is-home = it is a home: only the area is told
incident-cap = People who may go
incident-out = Who is out
incident-nobody-out = Nobody for now.
incident-may-yet-be-seen = Somebody is still there and has not said what they see. Nothing is told to anybody before that: wait, or call them back.
incident-findings-differ = Those who went said different things. What was said last is what stands; see who said what below. If you are not sure, reopen it.
incident-stand-down = Call { $who } back
incident-asked = Who was asked
incident-phoned = { $who } called: enter what they said
incident-entered-by = { $who }, by phone; entered by { $by }
phoned-title = What they said by phone
phoned-heading = { $who } called: what did they say?
phoned-lede = Enter only what this person tells you now. It stands in the incident's history under both names, and whoever enters it cannot release the alert that comes of it.
phoned-goes = Are they going? How soon will they be there?
phoned-read-back = Before you enter it, read aloud to them what will be written and wait for a yes.
phoned-enter = Enter the outcome
phoned-settled = It is settled. There is nothing more to enter.
incident-timeline = What has happened
incident-the-network = the network
incident-open-words = Open what they wrote
incident-split-off = Split this report off
incident-do = What to do
incident-eyes = Ask someone to go and look
incident-nobody-on-duty = Nobody else is on duty nearby.
incident-ask-someone = Ask one person
incident-candidate = { $who }, about { $km } km away
incident-ask-button = Ask them
incident-pass-place = Place for whoever goes
incident-pass-button = Save the place
incident-close = Close without anyone looking
incident-close-why = Reason
incident-duplicate-of = Or it is the same as…
incident-close-button = Close the incident
incident-tell = Write the message
incident-reopen = Reopen, because…
incident-reopen-button = Reopen
incident-corroborate = Confirm by two reports
incident-corroborate-hint = Two different people saw it, and two members looked at the photos of each.
incident-witness-one = First report
incident-witness-two = Second report
incident-corroborate-button = Confirm
finding-now = now
finding-minutes-ago = { $n } minutes ago
finding-missing = Say which agency you saw and what it was doing.
finding-unable-missing = Say why you could not.
finding-outcome-missing = Choose what you found.
finding-agency = Which agency did you see?
finding-activity = What were they doing?
finding-choose = Choose
go-menu = Go and look
go-title = Go and look
go-you-are-going = You are going
go-you-are-there = You are there
go-due = Due:
go-asked = Asked
go-home = It is a home: look from the sidewalk. Do not enter and do not knock.
go-rules = Look from a distance. Do not interfere. Do not follow anyone. Do not enter private property. If it is not safe, leave.
go-say-found = Say what I found
go-there = I am there
go-longer = It takes longer
go-minutes = Minutes from now
go-send-eta = Tell them
go-give-up = I cannot go on
go-question = Can you go? How soon?
go-in-minutes = { $n } min
go-other-minutes = Other minutes
go-accept = I go
go-decline = I cannot
go-enough = Enough people are going. Thank you; please do not go.
go-settled = It is settled: { $outcome }. Thank you.
go-others-said = Somebody else who is there said: { $outcome }. If you see something else, say so: the latest look counts.
go-declined = You said you cannot. If that changed, you can still go.
go-left = You are off again. If you can go back, tell us.
go-leaves-drill = If you say yes, you leave the drill: what is real comes first.
go-finish-first = Finish where you are first.
go-nothing = Nothing for now. We will tell you here.
go-not-on-duty = You are not on duty, so we ask you nothing.
go-pictures = Photos to look at
go-pictures-why = Two members look at each photo. No need to go out.
go-on-duty = On duty in { $area } until { $until }.
go-change-duty = Change
go-start-duty = Start my duty
go-found-title = What did you find?
go-found-outcome = What did you find?
go-found-means-confirmed = I saw immigration agents.
go-found-means-other-agency = It was someone else: local police, firefighters, security.
go-found-means-nothing-there = I got there and saw nobody.
go-found-means-already-over = It happened, but they have left.
go-found-means-unable = I could not see well, or it was not safe.
go-found-when = When did you see it?
go-found-what = If you saw something
go-found-what-hint = Only for “confirmed” and “other agency”.
go-found-unable = If you could not verify, why?
go-found-send = Send
done-title = Thank you
done-thanks = It is saved. Thank you for going.
done-are-you-ok = How are you?
done-rest = Take a moment. If what you saw was hard, talk to someone in your network.
done-call = You can also call: { $number }.
done-stay = I am fine, I stay on duty
done-tap-out = End my duty
picture-title = Look at a photo
picture-lede = Does it show what the report tells of? Two members look at each photo.
picture-alt = Photo of a report
picture-hint = Do not save it or send it to anyone. Look at what happens, not at who people are.
picture-yes = Yes, it shows it
picture-no = It does not show it
picture-you-yes = You said that it shows it.
picture-you-no = You said that it does not show it.
picture-reviews = Who looked at it
picture-says-yes = it shows it
picture-says-no = it does not show it
picture-answer-missing = Say whether it shows it or not.
go-count = { $n ->
    [0] There are no requests.
    [one] There is one request.
   *[other] There are { $n } requests.
 }
triage-news = Something new from the reporter
queue-news = { $n ->
    [one] One card or incident has something new from its reporter.
   *[other] { $n } cards or incidents have something new from their reporters.
}
