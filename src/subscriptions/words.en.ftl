subscription-channel-push = Notification on this device
subscription-channel-email = E-mail
subscription-channel-sms = Text message (SMS)
subscription-channel-signal = Signal
subscription-channel-webhook = A site’s system
subscription-kind-alerts = Confirmed alerts
subscription-kind-alerts-hint = Someone of the network went, saw it and confirmed it; a second person released it.
subscription-kind-checked = “We checked: it was not”
subscription-kind-checked-hint = When we went and it was something else, or nothing was there.
subscription-kind-drills = Drills
subscription-kind-drills-hint = Only if you take part in the network’s drills.
radius-2km = 2 km (1 mile) around it
radius-5km = 5 km (3 miles) around it
radius-10km = 10 km (6 miles) around it
radius-25km = 25 km (15 miles) around it

subscribe-title = Get alerts
subscribe-heading = Get alerts for your places
subscribe-lede = Only what the network confirmed, only for the places that you choose. No account, no name.
subscribe-problems = Something is missing
subscribe-where = For which places?
subscribe-everywhere = All places of the network
subscribe-place = Place
subscribe-place-hint = A neighborhood, a ZIP code, or a corner nearby. Do not write your address.
subscribe-place-more = Another place
subscribe-places-more = Add more places
subscribe-around = How far?
subscribe-around-area = The whole neighborhood or ZIP
subscribe-place-which = Which of these places?
subscribe-kept = Places you have already
subscribe-place-missing = Write a neighborhood or a ZIP code, or check all places of the network
subscribe-place-unknown = We do not know that place. Try the neighborhood, the ZIP code or a well-known corner
subscribe-place-several = Several places have that name. Choose one, or write it more exactly
subscribe-places-too-many = Choose eight places at most
subscribe-place-gone = An area that is no longer on the map
subscribe-describe-around = { $km } km around { $place }
subscribe-describe-around-unknown = { $km } km around a point
subscribe-kinds = What do you want to hear?
subscribe-kinds-missing = Check at least one thing that you want to hear
subscribe-lang = Language of the alerts
subscribe-quiet = Quiet hours
subscribe-quiet-summary = Quiet hours (if you like)
subscribe-quiet-hint = At these hours we send you nothing. You can read later on the page what went out meanwhile.
subscribe-quiet-from = From
subscribe-quiet-to = Until
subscribe-quiet-none = No quiet hours
subscribe-quiet-days = On which days?
subscribe-quiet-days-every = Every day
subscribe-quiet-days-weekdays = Monday to Friday
subscribe-quiet-days-weekend = Saturdays and Sundays
subscribe-quiet-keep = Leave my quiet hours as they are
subscribe-urgent = Urgent alerts may pass in quiet hours too
subscribe-urgent-hint = Urgent: it is happening now.
subscribe-quiet-both = Choose from which hour and until which hour
subscribe-quiet-time = Choose the hours from the list
subscribe-quiet-empty = Choose two different hours
subscribe-quiet-never = With those hours nothing would ever reach you. Leave a part of the day free, or let urgent alerts pass
subscribe-quiet-said = { $days }, from { $from } to { $to }
subscribe-quiet-said-more = At several hours, as you chose them
subscribe-quiet-urgent = Urgent alerts pass.
subscribe-how = How should we tell you?
subscribe-channel-missing = Choose how we should tell you
subscribe-contact = Your e-mail or your number
subscribe-contact-hint = It is kept locked and used for this only. We will send you a test message.
subscribe-email-wrong = Write an e-mail address like name@example.org
subscribe-number-wrong = Write the number with its area code, for example 213 555 0142
subscribe-continue = Continue
subscribe-texts-rates = A text message can take longer, and your carrier may charge for it. Write STOP whenever you like, and it ends. If you ever wrote STOP to the network, text START from that number first.

subscribe-push-heading = On this phone or computer
subscribe-push-lede = It is the fastest way, and you give neither e-mail nor number.
subscribe-push-start = Tell me on this device
subscribe-push-working = One moment…
subscribe-push-denied = This browser does not allow notifications from this page. You can change that in its settings, or choose another way below.
subscribe-push-dismissed = You gave no permission. You can try again, or choose another way below.
subscribe-push-failed = It did not work. Try again, or choose another way below.
subscribe-push-refused = It did not work with what you chose above. Please look again.
subscribe-push-wrong = The browser gave an address that we do not know. Choose another way.
subscribe-push-sent = We sent you a test notification. Tap it and confirm: from then on you get the alerts.
subscribe-push-there = This device has a subscription already.
subscribe-push-mine = See or change my subscription
subscribe-push-home = On an iPhone: tap Share, then “Add to Home Screen”, and open the page from there. Then you can get alerts.
subscribe-or = Or by message

subscribe-check-title = Check
subscribe-check-heading = Check before you go on
subscribe-check-places = Places
subscribe-check-send = Send me the test message
subscribe-check-change = Change something
subscribe-check-contact = We write to

subscribe-sent-title = Test message
subscribe-sent-heading = We sent you a test message
subscribe-sent-lede = Open the link in that message and say yes. Until then we send you nothing else.
subscribe-sent-text = If you chose text messages, that message has no link: answer it with YES.
subscribe-sent-day = You have a day to answer. If you do not, we delete everything.
subscribe-sent-nothing = Nothing arrives? Wait ten minutes and look in the spam folder; then you can try again. We write to one contact three times a day at most. If that number ever wrote STOP to the network, text START from it first and subscribe again.
subscribe-again = Subscribe again
subscribe-home = Go to the start page

subscribe-mine-title = Your subscription
subscribe-mine-waits = Do you want to get these alerts?
subscribe-mine-waits-lede = We send you nothing yet. You decide.
subscribe-mine-live = Your alerts
subscribe-mine-live-lede = This is how you get alerts. This link is yours alone: whoever has it can change or delete the subscription.
subscribe-mine-ends = It ends on { $date } unless you say yes again.
subscribe-mine-ends-push = It ends on { $date } unless this device opens the page again.
subscribe-day = { $month } { $day }, { $year }
subscribe-month = { $month ->
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
}
subscribe-mine-nearly = A year has nearly passed. Do you want to go on?
subscribe-mine-yes = Yes, I want them
subscribe-mine-go-on = Yes, I want to go on
subscribe-mine-no = No, delete it
subscribe-mine-leave = Stop getting alerts
subscribe-mine-leave-means = It is deleted at once, your contact too.
subscribe-mine-change = Change
subscribe-mine-save = Save
subscribe-mine-confirmed = Done: from now on you get the alerts.
subscribe-mine-changed = Done: it is saved.
subscribe-mine-channel = By

subscribe-left-title = Deleted
subscribe-left-heading = You get no more alerts
subscribe-left-lede = The subscription is deleted, your contact too. Nothing is left to undo; if you change your mind, subscribe again.

subscribe-ran-out = This test message has run out. You can subscribe again.
subscribe-not-confirmed = This subscription still waits for your yes.
subscribe-address-taken = This browser address already belongs to another subscription.
subscribe-full = There is no room for more subscriptions.

subscribe-invite = Get alerts for your area
