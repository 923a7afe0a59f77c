messages-stop-answer = { $network }: done, we will not text you any more. If you want our texts again, write START.
messages-start-answer = { $network }: we can text you again. If you see something, tell us what and where. For no more texts, write STOP.
messages-help-answer = { $network }, a neighbors' network. Tell us what you see and where (corner or place); a volunteer will read it. For no more texts, write STOP.
messages-hotline = Tel. { $hotline }.
messages-pictures-answer = { $network }: we cannot get pictures by text message. Write what you see and where.
messages-too-long = That is too long for a text message. Please shorten it.
messages-thread-forgotten = We have deleted that phone number: 30 days went by without a message. We cannot text it.
messages-not-signed = The signature of this request is not valid.
messages-stale = This request was signed at another time. Check the phone's clock.
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
messages-try-title = Test from { $network }
messages-try-body = This is a test message from { $network }. Nothing has happened.
