messages-stop-answer = { $network }: done, we will not text you any more. If you want our texts again, write START.
messages-start-answer = { $network }: we can text you again. If you see something, tell us what and where. For no more texts, write STOP.
messages-help-answer = { $network }, a neighbors' network. Tell us what you see and where (corner or place); a volunteer will read it. For no more texts, write STOP.
messages-help-link = To change your alerts, or to leave: { $url }
messages-hotline = Tel. { $hotline }.
messages-pictures-answer = { $network }: we cannot get pictures by text message. Write what you see and where.
messages-too-long = That is too long for a text message. Please shorten it.
messages-thread-forgotten = We have deleted that phone number: 30 days went by without a message. We cannot text it.
messages-not-signed = The signature of this request is not valid.
messages-stale = This request was signed at another time. Check the phone's clock.
letter-queued = waiting to be sent
letter-sent = handed over to the provider
letter-delivered = on the phone
letter-failed = did not arrive
letter-unknown = it may have arrived; nobody knows
letter-dropped = not sent
letter-why-opted-out = this person wants no texts
letter-why-refused = the provider refused it
letter-why-not-reached = the phone could not be reached
letter-why-no-provider = this network has no text provider
letter-why-shut-out = the provider does not let us in
letter-why-tries = tried too often
letter-why-too-late = it waited too long
letter-why-forgotten = its words or the number are deleted
outbox-title = Messages of the demonstration
outbox-lede = These messages would have been sent. In the demonstration they do not leave this computer.
outbox-again = Refresh
outbox-empty = No messages yet.
outbox-push = Notifications
outbox-email = E-mails
outbox-sms = Text messages
outbox-signal = Signal messages
outbox-webhook = Notices to other systems (webhooks)
outbox-count = { $count ->
    [one] 1 message
   *[other] { $count } messages
}
outbox-count-newest = { $count } messages; here are the newest { $shown }
outbox-to = To { $number }
outbox-segments = { $count ->
    [one] 1 segment
   *[other] { $count } segments
}
sending-menu = Sending
sending-title = Messages that went out
sending-lost = No connection: what you see may be old. We keep trying.
sending-none = No message has gone out to subscribers in the last days.
sending-nobody = Nobody has asked to hear this.
sending-drill = DRILL (not real)
sending-state-going = Being sent
sending-state-halted = Halted
sending-state-stopped = Waiting: all sending is stopped
sending-state-ending = Over: nothing more is sent
sending-state-done = Done
sending-state-refused = Refused: it was altered
sending-sent-of = { $sent } handed over
sending-of-people = of { $n ->
    [one] 1 person
   *[other] { $n } people
}
sending-failed-n = { $n } did not arrive
sending-unknown-n = { $n } unknown
sending-column-carrier = Carried by
sending-column-people = People
sending-column-sent = Handed over
sending-column-open = Still to go
sending-column-failed = Did not arrive
sending-column-unknown = Unknown
sending-ledger = What became of it
sending-sent-means = “Handed over” means that the provider has it. Only the phone knows whether it was shown. Of text messages the provider tells later which are on the phone, and which did not arrive.
sending-delivered-n = on the phone: { $n }
sending-see-page = See its page
sending-back = All messages
sending-halt = Halt this message
sending-halted = Halted
sending-by = by { $who }
sending-first-yes = { $who } said: it may go on. One more person is needed.
sending-go-on = It may go on
sending-wait-for-another = You said yes. Another person has to say yes too.
sending-resume-takes-two = One person stops it; two let it go on.
sending-stop-all = Stop all sending
sending-stop-all-means = Nothing goes out to subscribers until two people let it go on. Receipts and answers to one person still go. Press this when messages leave that should not.
sending-stop-all-now = Stop everything now
sending-all-stopped = All sending is stopped
sending-resume = Sending may go on
sending-under-a-minute = under a minute
sending-minutes = { $n } min
sending-hours = { $h } h { $m } min
sending-refused-organizations = This network wants two people of two organizations behind each message.
sending-refused-over = Its time is over. Draft it again with a later end.
sending-refused-area-cap = This area has had as many messages within an hour as it may. Update one that is out, or ask the person who runs the server to raise alerts_area_hour_max.
sending-refused-cap = The network has sent as many messages within an hour as it may. Update one that is out, or ask the person who runs the server to raise alerts_hour_max.
broadcast-why-gone = The address is gone
broadcast-why-refused = The provider refused it
broadcast-why-too-large = Too large
broadcast-why-shut-out = The provider does not let us in
broadcast-why-tries = Tried too often
broadcast-why-too-late = Too late
broadcast-why-left = They left
broadcast-missed-not-reached = The phone was not reached
broadcast-missed-filtered = Filtered by the phone companies
broadcast-missed-no-phone = Not a mobile phone
broadcast-missed-opted-out = They wrote STOP
carrier-push-google = Notification (Google)
carrier-push-mozilla = Notification (Mozilla)
carrier-push-apple = Notification (Apple)
carrier-push-microsoft = Notification (Microsoft)
carrier-push-local = Notification (this machine)
carrier-email = E-mail
carrier-sms = Text message
carrier-signal = Signal
carrier-webhook = A site's system
messages-ask-sms = { $network }: did you ask to get our alerts here? Write YES to get them. If not, do nothing.
messages-ask-again-sms = { $network }: you have been getting our alerts for a year. Write YES to keep getting them.
messages-ask-signal = { $network }: did you ask to get our alerts here? If it was you, open this page and press “Yes”:
    { $url }
    If it was not you, do nothing: without your yes we write nothing more.
messages-ask-again-signal = { $network }: you have been getting our alerts for a year. To keep getting them, open this page and press “Yes”:
    { $url }
messages-ask-title = { $network }: a test
messages-ask-body = Press here to confirm that you want our alerts on this phone.
messages-ask-subject = { $network }: confirm that you want our alerts
messages-ask-email = Somebody asked for our alerts at this address. If it was you, open this page and press “Yes”:
    
    { $url }
    
    If it was not you, do nothing: without your yes we write nothing more.
messages-ask-again-subject = { $network }: do you still want our alerts?
messages-ask-again-email = You have been getting our alerts for a year. To keep getting them, open this page and press “Yes”:
    
    { $url }
messages-foot = To change what you get, or to leave: { $url }
messages-confirmed-sms = { $network }: done. You will get our alerts here. Write STOP to leave.
messages-confirmed-link-sms = { $network }: done. You will get our alerts here. Write STOP to leave. To change what you get: { $url }
messages-push-open = Open the page to read it.
canary-title = Canaries
canary-lede = A canary is a subscription of one of your own people. It gets every new message, wherever it is, and its owner presses “It came”. If nobody presses within 20 minutes of its being handed over, the alarm rings here: then messages may be leaving and not arriving.
canary-none = There are no canaries yet. Have at least one on each channel.
canary-link = Private link of a subscription
canary-link-hint = Its owner finds it in each e-mail and Signal message, in the answer to their YES by text, or on the page after subscribing.
canary-link-wrong = No confirmed subscription has this link. Copy all of it.
canary-add = Make it a canary
canary-remove = Take away
canary-left = Left
canary-watches = What canaries said
canary-heard = came, { $time }
canary-silent = SILENT
canary-waiting = waiting
canary-ask-title = Did this message come?
canary-ask = You are one of this network's canaries. Press the button so that we know that messages arrive.
canary-came = Yes, it came
canary-thanks = Thank you. We know that it came.
canary-line = Canary: please confirm that this came: { $url }
canary-alarm = A canary is silent: messages may be leaving and not arriving.
sending-open-n = { $n } to go
messages-try-title = Test from { $network }
messages-try-body = This is a test message from { $network }. Nothing has happened.
