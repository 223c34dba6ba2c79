/** What to do about a code of Twilio's (https://www.twilio.com/docs/api/errors); nothing for one that is not known here. */
const advices: Readonly<Record<number, string>> = {
  20003:
    'TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN is wrong: copy both from the console; the token of a test account sends nothing',
  20005: 'the account is not active: see the console for why',
  20404: 'TWILIO_ACCOUNT_SID names no account of this token',
  20429: 'too many requests: wait, and ask Twilio for more if it stays so',
  21211: 'Twilio takes this for no number at all: look for a missing or wrong digit',
  21212: 'TWILIO_PHONE_NUMBER is no number that can send',
  21408:
    'the account may not send to this country: allow it in the console under Messaging > Settings > Geo permissions',
  21606: 'TWILIO_PHONE_NUMBER cannot send SMS: choose a number of the account that can',
  21608: 'a trial account sends to verified numbers only: verify this one in the console, or upgrade',
  21609: 'Twilio cannot use the callback address: set PUBLIC_URL to an address that the internet reaches',
  21610: 'the owner of the number has opted out (PARE, SAIR, STOP): only they can opt in again, by VOLTAR or START',
  21612: 'this sender cannot reach that number: a Brazilian long code or an alphanumeric sender may be needed',
  21614: 'this number takes no SMS: it is no mobile number',
  21659: 'TWILIO_PHONE_NUMBER is no number of this account',
  21660: 'TWILIO_PHONE_NUMBER belongs to another account than TWILIO_ACCOUNT_SID',
  21703: 'the messaging service has no sender: add a number to it',
  30002: 'the account is suspended: see the console',
  30003: 'the telephone is off or out of reach: it is tried again later',
  30004: 'the carrier or the owner blocks messages from this sender',
  30005: 'there is no such telephone any more',
  30006: 'it is a landline, or its carrier cannot be reached',
  30007: 'the carrier has filtered the message as spam: register the sender with Twilio for Brazil',
  30008: 'the carrier does not say why: it is tried again',
}

export const twilioAdvice = (code: number | string | undefined): string =>
  advices[Number(code)] ??
  (code
    ? `look ${code} up at https://www.twilio.com/docs/api/errors/${code}`
    : 'see the words above, and the console of Twilio')
