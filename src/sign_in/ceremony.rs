//! Passkey ceremonies under way (WebAuthn level 3, sections 7.1 and 7.2): for five minutes, each good for one answer.
//!
//! In: who begins one and what for. Out: options for the browser, then a verdict on what its authenticator answered. The browser's
//! answer finds its ceremony by the challenge it signed.
//!
//! Ceremonies of somebody with a session or a one-time link are kept in memory and spent by the first answer, right or wrong. Signing in is open
//! to everybody, so nothing is kept of it until it succeeds: its challenge is our own signed note of when it was made. Whoever begins
//! a million of them takes no member's place.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use webauthn_rs::prelude::*;
use webauthn_rs_proto::{AllowCredentials, AuthenticatorAssertionResponseRaw, ResidentKeyRequirement};

use super::challenge::Challenges;
use crate::ground::config::Config;
use crate::ground::{Moment, Wrong, chance};
use crate::people;
use crate::release::{NONCE_BYTES, Press, Subject};

/// Minutes a person has for the steps that their phone asks for.
pub(super) const CEREMONY_MINUTES: i64 = 5;

/// Minutes between two notes of an alarm that needs no session.
const ALARM_MINUTES: i64 = 60;

/// The most ceremonies that one session or link has under way; past that its oldest makes room. A ceremony weighs about a kilobyte.
const OF_ONE_MAX: usize = 8;

/// What a ceremony was begun for: its answer is taken for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// Signing in; nobody is known yet.
    SignIn,
    /// Using the passkey again in the session with this token's hash.
    StepUp([u8; 32]),
    /// Making a passkey with the one-time link of this hash.
    Join([u8; 32]),
    /// Making a further passkey in the session with this token's hash.
    Add([u8; 32]),
    /// Signing this off in the session with this token's hash.
    Press([u8; 32], Subject),
}

impl Errand {
    /// The session or link behind it.
    const fn behind(&self) -> Option<[u8; 32]> {
        match self {
            Errand::SignIn => None,
            Errand::StepUp(hash) | Errand::Join(hash) | Errand::Add(hash) | Errand::Press(hash, _) => Some(*hash),
        }
    }
}

enum State {
    Making(PasskeyRegistration),
    Using(DiscoverableAuthentication),
    /// The challenge stands for what is signed off, and for this random number.
    Pressing(DiscoverableAuthentication, [u8; NONCE_BYTES]),
}

struct Waiting {
    errand: Errand,
    until: Moment,
    state: State,
}

/// Why an authenticator's answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// Unknown or spent challenge, wrong origin, wrong key, person not verified: outside they all look the same.
    Refused,
    /// The counter went back: two devices hold this key.
    Copied,
}

impl From<NotTaken> for Wrong {
    fn from(_: NotTaken) -> Self {
        Wrong::Unreadable { status: 400, word: "passkey-refused" }
    }
}

/// The ceremonies under way: the room's in-memory part.
pub struct Ceremonies {
    site: Option<Webauthn>,
    waiting: Mutex<HashMap<Vec<u8>, Waiting>>,
    /// Those of sign-ins, of which nothing waits here.
    challenges: Challenges,
    /// When the last alarm was noted that anybody can raise.
    alarmed_at: Mutex<Option<Moment>>,
}

impl Ceremonies {
    /// Ceremonies for the configured origin. Passkeys are bound to its host name; where the host is a number there are none, and pages
    /// say so.
    pub fn new(config: &Config) -> Ceremonies {
        Ceremonies {
            site: site(config),
            waiting: Mutex::default(),
            challenges: Challenges::default(),
            alarmed_at: Mutex::default(),
        }
    }

    /// Begins to make a passkey: the person is verified by their device, no attestation, discoverable where the device can.
    ///
    /// # Errors
    /// `passkey-no-origin` where the configured origin cannot hold passkeys.
    pub fn begin_making(
        &self,
        errand: Errand,
        member: &people::Member,
        known: Vec<CredentialID>,
        now: Moment,
    ) -> Result<CreationChallengeResponse, Wrong> {
        let name = member.alias.as_str();
        let id = Uuid::from_bytes(member.id.bytes());
        let begun = self.site()?.start_passkey_registration(id, name, name, Some(known));
        let (mut options, state) = begun.map_err(|error| Wrong::Fault(error.into()))?;
        if let Some(selection) = options.public_key.authenticator_selection.as_mut() {
            selection.resident_key = Some(ResidentKeyRequirement::Preferred);
        }
        self.put(
            options.public_key.challenge.clone(),
            Waiting { errand, until: until(now), state: State::Making(state) },
        );
        Ok(options)
    }

    /// The passkey that was made.
    ///
    /// # Errors
    /// [`NotTaken::Refused`] for whatever does not hold.
    pub fn finish_making(&self, answer: &Value, errand: Errand, now: Moment) -> Result<Passkey, NotTaken> {
        let Some(State::Making(state)) = self.take(answer, errand, now) else { return Err(NotTaken::Refused) };
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let site = self.site.as_ref().ok_or(NotTaken::Refused)?;
        site.finish_passkey_registration(&answer, &state).map_err(|_| NotTaken::Refused)
    }

    /// Begins to use a passkey: any of this site that the device finds, or one of `allowed` where there are some.
    ///
    /// # Errors
    /// `passkey-no-origin` where the configured origin cannot hold passkeys.
    pub fn begin_using(
        &self,
        errand: Errand,
        allowed: Vec<CredentialID>,
        now: Moment,
    ) -> Result<RequestChallengeResponse, Wrong> {
        let (mut options, state) = self.asked(allowed)?;
        if errand.behind().is_none() {
            options.public_key.challenge = self.challenges.make(now).to_vec();
            return Ok(options);
        }
        self.put(
            options.public_key.challenge.clone(),
            Waiting { errand, until: until(now), state: State::Using(state) },
        );
        Ok(options)
    }

    /// Begins a press: one of `allowed` signs `subject`, in the session with this token's hash.
    ///
    /// # Errors
    /// `passkey-no-origin` where the configured origin cannot hold passkeys.
    pub fn begin_press(
        &self,
        session: [u8; 32],
        subject: Subject,
        allowed: Vec<CredentialID>,
        now: Moment,
    ) -> Result<RequestChallengeResponse, Wrong> {
        let (mut options, state) = self.asked(allowed)?;
        let nonce = chance::bytes();
        let challenge = subject.challenge(nonce);
        let state = with_challenge(&state, &challenge)?;
        options.public_key.challenge = challenge.to_vec();
        let errand = Errand::Press(session, subject);
        self.put(challenge.to_vec(), Waiting { errand, until: until(now), state: State::Pressing(state, nonce) });
        Ok(options)
    }

    fn asked(
        &self,
        allowed: Vec<CredentialID>,
    ) -> Result<(RequestChallengeResponse, DiscoverableAuthentication), Wrong> {
        let begun = self.site()?.start_discoverable_authentication();
        let (mut options, state) = begun.map_err(|error| Wrong::Fault(error.into()))?;
        // Ours is a button that was pressed, not a field that fills itself.
        options.mediation = None;
        options.public_key.allow_credentials = allowed
            .into_iter()
            .map(|id| AllowCredentials { type_: "public-key".into(), id, transports: None })
            .collect();
        Ok((options, state))
    }

    /// Takes the ceremony that this answer belongs to. One of a session or a link is spent, whatever comes of it; a sign-in is when it succeeds.
    ///
    /// # Errors
    /// [`NotTaken::Refused`] where there is none for this errand.
    pub fn take_using(&self, answer: &Value, errand: Errand, now: Moment) -> Result<Use, NotTaken> {
        if errand.behind().is_none() {
            return self.take_sign_in(answer, now);
        }
        let (state, nonce) = match self.take(answer, errand, now) {
            Some(State::Using(state)) => (state, None),
            Some(State::Pressing(state, nonce)) => (state, Some(nonce)),
            _ => return Err(NotTaken::Refused),
        };
        Ok(Use { answer: read(answer)?, state, nonce, sign_in: None })
    }

    fn take_sign_in(&self, answer: &Value, now: Moment) -> Result<Use, NotTaken> {
        let challenge = challenge_in(answer).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let challenge = challenge.ok_or(NotTaken::Refused)?;
        let good_until = self.challenges.good_until(&challenge, now).ok_or(NotTaken::Refused)?;
        // Before the counter is looked at: a sign-in that is posted twice is no second device.
        if self.challenges.is_spent(&challenge) {
            return Err(NotTaken::Refused);
        }
        let (_, state) = self.asked(Vec::new()).map_err(|_| NotTaken::Refused)?;
        let state = with_challenge(&state, &challenge).map_err(|_| NotTaken::Refused)?;
        Ok(Use { answer: read(answer)?, state, nonce: None, sign_in: Some((challenge, good_until)) })
    }

    /// Checks what an authenticator signed against the passkey we know.
    ///
    /// # Errors
    /// [`NotTaken::Copied`] where the counter went back, [`NotTaken::Refused`] for anything else.
    pub fn finish_using(
        &self,
        used: Use,
        owner: [u8; 16],
        passkey: &Passkey,
    ) -> Result<AuthenticationResult, NotTaken> {
        // The device may say whose key it used (WebAuthn level 3, section 7.2, step 6); then it must be the owner's.
        if used.answer.get_user_unique_id().is_some_and(|handle| handle != owner) {
            return Err(NotTaken::Refused);
        }
        let site = self.site.as_ref().ok_or(NotTaken::Refused)?;
        let checked =
            site.finish_discoverable_authentication_v2(&used.answer, used.state, DiscoverableKey::from(passkey));
        match checked {
            Ok(result) if result.user_verified() => {
                if used.sign_in.is_some_and(|sign_in| !self.challenges.is_first(sign_in)) {
                    Err(NotTaken::Refused)
                } else {
                    Ok(result)
                }
            }
            Err(WebauthnError::CredentialPossibleCompromise) => Err(NotTaken::Copied),
            _ => Err(NotTaken::Refused),
        }
    }

    fn site(&self) -> Result<&Webauthn, Wrong> {
        self.site.as_ref().ok_or(Wrong::Unreadable { status: 400, word: "passkey-no-origin" })
    }

    /// True once in [`ALARM_MINUTES`]: anybody can raise this alarm, and the log of what members did must not fill with it.
    pub fn may_alarm(&self, now: Moment) -> bool {
        let mut alarmed_at = self.alarmed_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = alarmed_at.is_none_or(|at| now.minutes_since(at) >= ALARM_MINUTES);
        if is_due {
            *alarmed_at = Some(now);
        }
        is_due
    }

    fn put(&self, challenge: Vec<u8>, begun: Waiting) {
        let now = begun.until.plus_minutes(-CEREMONY_MINUTES);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, one| one.until > now);
        let own = waiting.iter().filter(|(_, one)| one.errand.behind() == begun.errand.behind());
        if own.clone().count() >= OF_ONE_MAX {
            let oldest = own.min_by_key(|(_, one)| one.until).map(|(challenge, _)| challenge.clone());
            oldest.and_then(|oldest| waiting.remove(&oldest));
        }
        waiting.insert(challenge, begun);
    }

    fn take(&self, answer: &Value, errand: Errand, now: Moment) -> Option<State> {
        let challenge = challenge_in(answer)?;
        let taken = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&challenge)?;
        (taken.errand == errand && taken.until > now).then_some(taken.state)
    }
}

/// An answer with the ceremony it belongs to.
pub struct Use {
    answer: PublicKeyCredential,
    state: DiscoverableAuthentication,
    nonce: Option<[u8; NONCE_BYTES]>,
    /// The challenge of a sign-in, and until when it is good.
    sign_in: Option<([u8; 32], Moment)>,
}

impl Use {
    /// The id of the credential that was used.
    pub fn credential(&self) -> &[u8] {
        &self.answer.raw_id
    }

    /// What was signed; `None` where this was no press.
    pub fn pressed(&self) -> Option<Pressed> {
        Some(Pressed { nonce: self.nonce?, response: self.answer.response.clone() })
    }
}

/// What an authenticator signed in a press. It is worth something once [`Ceremonies::finish_using`] has said yes.
pub struct Pressed {
    nonce: [u8; NONCE_BYTES],
    response: AuthenticatorAssertionResponseRaw,
}

impl Pressed {
    /// For whoever checks it later, with the public half of the passkey that was used.
    ///
    /// # Errors
    /// What [`Press::new`] refuses.
    pub fn with(self, passkey: &Passkey) -> Result<Press, Wrong> {
        let AuthenticatorAssertionResponseRaw { authenticator_data, client_data_json, signature, .. } = self.response;
        Ok(Press::new(self.nonce, passkey.get_public_key(), &authenticator_data, &client_data_json, &signature)?)
    }
}

/// The same ceremony with a challenge of ours: the library draws its own and offers no other way in than its state's written form.
fn with_challenge(
    state: &DiscoverableAuthentication,
    challenge: &[u8; 32],
) -> Result<DiscoverableAuthentication, Wrong> {
    let mut written = serde_json::to_value(state)?;
    let place = written.pointer_mut("/ast/challenge");
    *place.ok_or_else(|| anyhow::anyhow!("a ceremony has no challenge")).map_err(Wrong::Fault)? =
        URL_SAFE_NO_PAD.encode(challenge).into();
    Ok(serde_json::from_value(written)?)
}

fn site(config: &Config) -> Option<Webauthn> {
    let origin = Url::parse(&config.origin()).ok()?;
    let host = origin.domain()?.to_owned();
    WebauthnBuilder::new(&host, &origin).ok()?.rp_name(&config.name).build().ok()
}

/// Until when a ceremony that begins now is good.
pub(super) fn until(now: Moment) -> Moment {
    now.plus_minutes(CEREMONY_MINUTES)
}

fn read<T: serde::de::DeserializeOwned>(answer: &Value) -> Result<T, NotTaken> {
    serde_json::from_value(answer.clone()).map_err(|_| NotTaken::Refused)
}

/// The challenge that was signed, read from the client data (WebAuthn level 3, section 5.8.1).
fn challenge_in(answer: &Value) -> Option<Vec<u8>> {
    let signed = answer.get("response")?.get("clientDataJSON")?.as_str()?;
    let signed: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(signed).ok()?).ok()?;
    URL_SAFE_NO_PAD.decode(signed.get("challenge")?.as_str()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_seconds(1_000_000);

    #[test]
    fn a_flood_of_sign_ins_takes_nobodys_place() {
        let ceremonies = Ceremonies::new(&Config::default());
        let later = |seconds| NOW.plus_seconds(seconds);
        let step_up = ceremonies.begin_using(Errand::StepUp([1; 32]), Vec::new(), NOW).unwrap();
        let sign_in = ceremonies.begin_using(Errand::SignIn, Vec::new(), NOW).unwrap();
        for _ in 0..20_000 {
            ceremonies.begin_using(Errand::SignIn, Vec::new(), later(1)).unwrap();
        }
        for _ in 0..=OF_ONE_MAX {
            ceremonies.begin_using(Errand::StepUp([2; 32]), Vec::new(), later(1)).unwrap();
        }
        let waiting = ceremonies.waiting.lock().unwrap();
        assert_eq!(waiting.len(), OF_ONE_MAX + 1, "what strangers begin is not kept, and one session keeps a few");
        assert!(waiting.contains_key(&step_up.public_key.challenge));
        let challenge: [u8; 32] = sign_in.public_key.challenge.try_into().unwrap();
        assert_eq!(ceremonies.challenges.good_until(&challenge, later(2)), Some(until(NOW)));
    }

    #[test]
    fn an_origin_without_a_name_holds_no_passkeys() {
        let numbered = Config { origin: Some("http://127.0.0.1:8080".into()), ..Config::default() };
        let begun = Ceremonies::new(&numbered).begin_using(Errand::SignIn, Vec::new(), Moment::from_seconds(0));
        assert!(matches!(begun, Err(Wrong::Unreadable { word: "passkey-no-origin", .. })));
    }
}
