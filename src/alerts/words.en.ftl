alert-drill = DRILL (not real)
alert-label-observed = VERIFIED
alert-label-likely = CORROBORATED
alert-label-checked = CHECKED
alert-label-update = UPDATE
alert-label-correction = CORRECTION
alert-label-all-clear = ALL CLEAR
alert-label-ended = ALERT ENDED
alert-label-withdrawn = WITHDRAWN

alert-who-ice-ero = ICE agents
alert-who-hsi = HSI agents
alert-who-cbp = Border Patrol agents
alert-who-other-federal = federal agents
alert-who-local-police = local police
alert-who-unmarked = agents without markings
alert-who-unknown = agents
alert-was-local-police = local police
alert-was-other-federal = federal agents on other business
alert-was-hsi = HSI on other business

alert-people-0 = none
alert-people-1-2 = 1 or 2
alert-people-3-5 = 3 to 5
alert-people-6-10 = 6 to 10
alert-people-11-20 = 11 to 20
alert-people-over-20 = over 20
alert-vehicles-0 = no vehicles
alert-vehicles-1-2 = 1 or 2 vehicles
alert-vehicles-3-5 = 3 to 5 vehicles
alert-vehicles-6-10 = 6 to 10 vehicles
alert-vehicles-11-20 = 11 to 20 vehicles
alert-vehicles-over-20 = over 20 vehicles

alert-doing-waiting = waiting or parked
alert-doing-at-a-door = at a door
alert-doing-questioning = questioning people
alert-doing-detaining = detaining people
alert-doing-loading = putting people into vehicles
alert-doing-checkpoint = at a checkpoint

alert-at-spot = at { $place }
alert-at-area = in { $place }
alert-here = { $who } { $where }{ $doing }.
alert-was-other = the report { $where } was { $was }, not immigration enforcement.
alert-was-nothing = we found no immigration enforcement { $where }.
alert-gone = { $who } are no longer { $where }.
alert-gone-not-looked = the alert about { $who } { $where } is over. Nobody went to look again.
alert-taken-back = we take back our { $time } message about { $place }. Please disregard it.
alert-taken-back-one = we take back our { $time } message about { $place }. Please disregard it.

alert-fix-wrong-place = our { $time } message had the wrong place. Corrected place:
alert-fix-wrong-place-one = our { $time } message had the wrong place. Corrected place:
alert-fix-wrong-time = our { $time } message had the wrong time. Correct:
alert-fix-wrong-time-one = our { $time } message had the wrong time. Correct:
alert-fix-wrong-agency = our { $time } message had the wrong agency. Correct:
alert-fix-wrong-agency-one = our { $time } message had the wrong agency. Correct:
alert-fix-not-enforcement = our { $time } message was wrong:
alert-fix-not-enforcement-one = our { $time } message was wrong:

alert-seen = Seen { $time }.
alert-seen-other = Seen { $time }.
alert-seen-last = Last seen { $time }.
alert-looked = Checked { $time }.
alert-detained-yes = People were detained.
alert-detained-no = We saw nobody detained.
alert-help = Help: { $hotline }.
alert-next = Next update { $time }.

alert-advice-stay-silent = You may stay silent.
alert-advice-keep-door-closed = You do not have to open the door.
alert-advice-ask-if-free = Ask if you are free to leave.
alert-advice-sign-nothing = Sign nothing without a lawyer.
alert-advice-stay-calm = Stay calm; do not run.
alert-advice-keep-distance = If you film, keep your distance.

alert-sure-observed = A trained verifier saw it.
alert-sure-looked = A trained verifier went and looked.
alert-sure-likely = Two people saw it separately; two members reviewed their pictures.
alert-expires = This message stands until { $time }.
alert-expires-one = This message stands until { $time }.
alert-read-more = On the page: { $url }
alert-not-government = We are a network of neighbours, not the government. This is general information, not legal advice.

alert-date = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $day }
alert-cap-event-enforcement = Immigration enforcement activity
alert-cap-event-checked = Report checked
alert-cap-event-ended = Immigration enforcement activity ended
alert-cap-event-alert-ended = Alert ended

alert-kind-alert = Alert
alert-kind-checked = Notice: we checked
alert-kind-update = Update
alert-kind-correction = Correction
alert-kind-all-clear = All clear
alert-correction-wrong-place = The place was wrong
alert-correction-wrong-time = The time was wrong
alert-correction-wrong-agency = The agency was wrong
alert-correction-not-enforcement = It was not immigration enforcement
alert-sent-back-place-in-doubt = The place is in doubt
alert-sent-back-facts-in-doubt = What happened is in doubt
alert-sent-back-advice-does-not-fit = The advice does not fit here
alert-sent-back-too-late = It is too late to tell people
alert-sent-back-ask-the-verifier = The verifier must be asked first
alert-withdraw-in-doubt = We are not sure any more
alert-withdraw-mistake = It was released by mistake
alert-withdraw-misused = Somebody misused the channel

alert-refused-no-basis = The outcome of this incident does not allow this kind of message.
alert-refused-someone-is-there = Another verifier is still there and may see something else. Wait for what they say, or call them back on the incident’s page.
alert-refused-basis-changed = The incident has changed since this draft was written. Look at the facts and send it again.
alert-refused-nothing-to-follow = There is no earlier alert that this is about.
alert-refused-already-alerted = An alert about this incident is out. Update or correct that one.
alert-refused-chain-moved = Something else about this alert came out in the meantime. Begin again from the latest.
alert-refused-drill-mix = A drill and a real message do not mix.
alert-refused-place-too-far = That place is too far from the incident.
alert-refused-home-place = It is a home: only the area is published.
alert-refused-seen-too-long-ago = This was seen more than four hours ago, so it is no alert any more. Ask somebody to go and look again.
alert-refused-advice-does-not-fit = Choose at most two pieces of advice, and only while something is going on.
alert-refused-expiry-does-not-fit = An alert may stand from some minutes up to four hours.
alert-refused-next-update-does-not-fit = The time of the next update must be still to come, and before the alert expires. Choose another.
alert-refused-why-does-not-fit = The reason of the correction does not fit what was found.
alert-refused-not-a-draft = This is not a draft any more.
alert-refused-not-waiting = Nobody is asked to release this any more.
alert-refused-not-released = This is not out, or has ended.
alert-refused-entered-the-finding = You entered what the verifier said by phone, so you cannot release it. It takes somebody else.
alert-entered-by = The verifier said it by phone; { $alias } entered it.
alert-findings-differ = Those who went to look said different things. This says what was seen last. If you are not sure, send it back.
alert-refused-same-person = Whoever wrote it or sent it cannot release it. It takes somebody else.
alert-refused-same-organization = In this network two organizations release together. It takes somebody of another one.
alert-refused-not-a-dispatcher = Only a dispatcher can do this.
alert-refused-not-a-releaser = Only a releaser can do this.
alert-refused-not-active = One of the two is not an active member any more.
alert-step-up-first = Use your passkey again before you release.
alert-refused-expired = Its time is over. Write a new draft.
alert-refused-facts-changed = This changed since you opened this page. Open it again and look once more.
alert-refused-altered = This message is not what was signed off, and is not shown. The fault is ours, not yours.
alert-refused-taken = Somebody else did something with this at the same time. Look again.

alert-past-expired = NOT CURRENT ANY MORE
alert-past-followed = THERE IS A NEWER MESSAGE
alert-past-means = What this says was true when it came out. Do not take it for what is happening now.
alert-newer = See the newer message
alert-bar = Used most
alert-bar-report = Report
alert-bar-call = Call
alert-bar-rights = Rights
alert-list-title = Alerts and notices
alert-list-current = Confirmed now
alert-list-none = There is no confirmed alert at this moment.
alert-list-none-means = That does not mean that nothing is happening.
alert-list-area = Area
alert-list-every-area = Every area
alert-list-narrow-title = See only one area
alert-list-narrow = See this area
alert-list-only = Only { $area } and what lies inside it.
alert-list-checked = What we checked today
alert-list-none-checked = There are no checked reports to tell of today.
alert-list-past = Over
alert-list-phone = What this phone keeps of this page
alert-list-feeds = For programs and readers:
alert-feed-title = { $network }: alerts and notices
alert-advice-title = What you can do
alert-advice-means = General information, not legal advice.
alert-advice-reviewed = Whether a lawyer reviewed it, and your rights in full
alert-row-released = Released
alert-row-where = Where
alert-row-who = Who
alert-row-people = People
alert-row-vehicles = Vehicles
alert-row-doing = What they do
alert-row-detained = People detained
alert-row-seen = Seen
alert-row-seen-last = Last seen
alert-row-looked = Checked
alert-row-sure = How it is known
alert-row-next = Next update
alert-row-expires = Stands until
alert-hotline = The network's line
alert-row-kind = Kind
alert-row-incident-area = Area of the incident
alert-row-why = What is corrected

alert-menu-waiting = Release
alert-menu-out = Alerts
alert-new-title = Write an alert
alert-new-lede = What was seen comes from the incident. You choose the place, the advice and the times. Somebody else releases it.
alert-problems = Something is missing
alert-problem-kind = Choose what kind of message it is.
alert-problem-place = We cannot find that place on the network's map. Leave the field empty to publish the area only.
alert-problem-several = There are several places of that name. Type one of these.
alert-problem-why = Choose why you send it back.
alert-ask-kind = What kind of message is it?
alert-ask-why = If it is a correction: what was wrong?
alert-ask-place = Which place is published?
alert-ask-place-hint = A corner or a public place on the map. Left empty, only the area is published: { $area }. Never a home or a hotel.
alert-ask-advice = Advice
alert-ask-advice-hint = Two at most, and only while it goes on.
alert-ask-hotline = The network's line
alert-ask-hotline-yes = Include the number
alert-ask-next = Next update
alert-ask-next-none = No time
alert-ask-expires = Stands for
alert-minutes = { $n } minutes
alert-letters = { $n } letters
alert-segments = { $units } characters, { $n ->
    [one] 1 segment
   *[other] { $n } segments
 }
alert-channel-push = Notification
alert-channel-email = E-mail
alert-see-draft = See how it looks
alert-draft-title = Draft
alert-was-sent-back = It was sent back to you
alert-was-sent = It waits for somebody else to release it.
alert-send = Send to release
alert-change = Change
alert-waiting-title = Waiting to be released
alert-waiting-none = Nothing is waiting now.
alert-release-title = Look through and release
alert-drafted-by = Written by { $alias }
alert-step-up = Use my passkey
alert-release = Yes, release
alert-signs = Your device asks for your passkey. It signs exactly what stands above.
alert-ask-sent-back = Why do you send it back?
alert-send-back = No, send back
alert-out-title = Alerts that are out
alert-see-page = See the public page
alert-follow-up = Update, correct or clear
alert-withdraw = Withdraw
alert-ask-withdraw = Why is it withdrawn?
alert-withdraw-now = Withdraw now
alert-drafts = Drafts
alert-reach = Who will hear it
alert-reach-nobody = Nobody has asked to hear this. It will stand on the pages and in the feeds.
alert-reach-channel = Channel
alert-reach-language = Language
alert-reach-people = People
alert-reach-time = Takes
alert-reach-segments = { $n ->
    [one] 1 segment each
   *[other] { $n } segments each
}
alert-reach-late = Only { $n } will hear it before it expires
alert-reach-means = As of now, with quiet hours. What follows an earlier message goes to those who got that one; while it goes on, also to those it has not reached yet. The languages of one channel go out side by side.
alert-see-sending = See what became of it
