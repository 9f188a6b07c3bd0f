from app.i18n.words.sign_in import SignInWords

SIGN_IN = SignInWords(
    sign_in="Sign in",
    sign_in_name="Name",
    sign_in_password="Password",
    sign_in_wrong="The name or the password is not right.",
    sign_in_slow="Too many attempts. Try again in {seconds} s.",
    signed_out="You are signed out.",
    sign_in_go_on="Continue to sign in",
    sign_in_away="The sign-in service cannot be reached just now. Try again in a moment.",
    sign_in_failed="That sign-in was not completed. Please begin again.",
    sign_in_elsewhere="You are not signed in. Open this page through your organization's sign-in.",
    your_account="Your account",
    signed_in_as="Signed in as {name}",
    where_signed_in="Where you are signed in",
    this_device="This device",
    some_device="A device",
    last_seen="Last seen",
    sign_out="Sign out",
    sign_out_of="Sign out: {device}",
    sign_out_everywhere="Sign out everywhere",
    sign_out_failed="Signing out did not work. Try again.",
)
