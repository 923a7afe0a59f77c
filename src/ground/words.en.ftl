skip-to-content = Skip to content
language = Language
menu = Members' menu
footer-not-government = This site is run by neighbors. It is not a government site and gives no legal advice.
demo-label = Demonstration
demo-banner = Demonstration: a made-up network, nothing here is real.
demo-people = Change person
error-title = That did not work
error-code = Problem code:
error-home = Go to the start
error-sign-in = Sign in as a member
error-not-found = This page does not exist, or it is not for you.
error-problems = Some answers need another look.
error-busy = Many people are writing right now. Wait a few seconds and try again; what you wrote is still on your screen when you go back.
error-fault = That was our error, not yours. Try again in a minute. If it is urgent, call your network's line.
error-too-long = What was sent is too large. Shorten the text or send fewer pictures.
error-encoding = The text arrived damaged. Go back, look at what you wrote and send it again.
error-unreadable = We could not read what was sent. Go back and try again.
error-method = This address does not take that kind of request.
error-foreign-page = This came from another site, so it was not accepted. Open the network's own page and try from there.
error-form-token = Your session changed while you were writing. Go back, reload the page and send it again.
error-step-up = For this we ask you to confirm with your passkey. Nothing has been done yet. Confirm, then send it again.
error-step-up-button = Confirm with my passkey
age-now = What you see was saved a moment ago; it may have changed.
age-minutes = What you see is from %n min ago; it may have changed.
age-hours = What you see is from %n hours ago; it may have changed.
age-days = What you see is from %n days ago; it may have changed.
age-over = NOT CURRENT ANY MORE
age-over-means = What this says was true when it came out. Do not take it for what is happening now.
age-status = This may have changed
age-past = Over
age-again = Look for the latest
install-title = Keep it at hand
install-why = You can put this page on your phone's home screen. It opens faster and lets you read the latest alerts without signal.
install-home = On an iPhone: press the share button, then "Add to Home Screen".
install-go = Put it on my phone
install-no = No, thank you
clock-day = { $month } { $day }
clock-day-and-year = { $day }, { $year }
clock-day-and-time = { $day }, { $time }
clock-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
 }
