duty-menu = My duty
duty-title = Being on duty
duty-lede = While you are on duty we will ask you to go and look at what happens nearby. You can say no to any request and stop whenever you like.
duty-on = You are on duty
duty-until = until
duty-go = See the requests
duty-turn-off = End my duty
duty-change = Change place or hours
duty-near = Near where will you be?
duty-near-hint = An area, a corner or a ZIP code. Do not write your home. We keep only the area and roughly where in it, to half a kilometre, and delete both when your duty ends.
duty-choices = It could be:
duty-hours = For how long?
duty-hours-count = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
 }
duty-turn-on = Start my duty
duty-problems = Something is missing
duty-problem-hours = Choose how many hours.
duty-problem-place = We did not find that place. Try the name of the area or the ZIP code.
duty-problem-several = Several places have that name. Add the area.
