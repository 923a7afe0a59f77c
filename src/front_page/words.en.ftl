front-title = Confirmed alerts and how to report
front-made = As it stood at { $time }
front-made-one = As it stood at { $time }
front-status = { $n ->
    [one] 1 alert confirmed now
   *[other] { $n } alerts confirmed now
 }
front-status-none = Nothing confirmed right now
front-status-means = The network checks each alert before publishing it.
front-none-means = That does not mean that nothing is happening. There may be something that nobody has told us, or that we are still checking.
front-more = See every alert of now
front-see-map = See it on the map
front-map-title = On the map
front-map-none = There is nothing to mark: no alerts now, and no checked reports today.
front-map-hint = The numbers are those of the list. A mark is an area of a few blocks, never a door.
front-map-credit = Map data: { $names }
front-map-mark = Number { $n }
front-home = Go to the start
front-checked = What we checked
front-checked-means = Most of what people tell us turns out to be something else. We tell you that too.
front-checked-none = There are no checked reports to tell of today.
front-all = Every alert and notice
front-act = Are you seeing immigration agents?
front-act-lede = Tell us what you see. Trained people of the network check it before anyone is alerted. We do not ask for your name.
front-report = Report what I see
front-hotline = Or call the network's line
front-receipt = I already reported: I have a receipt
front-subscribe-title = Be told
front-subscribe-lede = Only what was checked, only for your areas, in your language. No account and no name; leave whenever you like.
front-subscribe = Receive alerts
front-members = Members' entrance

front-rights = Your rights, in six lines
front-right-silence = You may stay silent.
front-right-silence-more = Say: "I choose to remain silent." Do not lie and do not show false papers.
front-right-door = You do not have to open the door.
front-right-door-more = Ask them to pass the warrant under it and look for a judge's signature and your exact address.
front-right-inside = If they come in anyway, do not resist.
front-right-inside-more = Say: "I do not consent to your entry."
front-right-search = You may refuse a search.
front-right-search-more = Say: "I do not consent to a search." Do not resist.
front-right-leave = Ask: "Am I free to leave?"
front-right-leave-more = If they say yes, walk away calmly. Do not run.
front-right-sign = Sign nothing without a lawyer.
front-right-sign-more = You may ask to speak with one before you answer.
front-rights-more = Phrases to say, in both languages
front-phrases = Phrases to say or to show
front-phrases-own = In English
front-phrases-other = In Spanish
front-phrase-silence = I choose to remain silent.
front-phrase-search = I do not consent to a search.
front-phrase-enter = I do not consent to your entry. Do you have a warrant signed by a judge?
front-phrase-under = Please pass it under the door.
front-phrase-leave = Am I free to leave?
front-phrase-lawyer = I want to speak with a lawyer.
front-phrase-sign = I will not sign anything without a lawyer.
front-phrase-interpreter = I need an interpreter. I speak Spanish.
front-rights-also = Good to know as well
front-rights-advice = What alerts may advise
front-rights-papers = If you have valid US immigration papers, carry them. Do not carry documents of another country.
front-rights-warrant = A judge's warrant names a court and bears a judge's signature. ICE's own warrant is signed by an immigration officer; as a rule it is not enough to enter a home without consent, though sometimes they enter anyway.
front-rights-border = At the border, in airports and at checkpoints other rules apply.
front-rights-mark = Text { $mark }
front-reviewed = General information, not legal advice. Reviewed by { $by } on { $month ->
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
 } { $day }, { $year }.
front-not-reviewed = General information, not legal advice. A lawyer has not reviewed it yet.

front-mirror-label = Copy
front-mirror = Copy written on { $written }. Good until: { $until }. After that look at
front-mirror-live = the network's own page
front-mirror-moment = { $date }, { $year }, { $time }
