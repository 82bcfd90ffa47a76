import type { Check } from '../../kit/define.ts';
import { codeWorksOnce } from './code-works-once.ts';
import { exchangeSucceeds } from './exchange-succeeds.ts';
import { otherRequestRefused } from './other-request-refused.ts';
import { tokenAccepted } from './token-accepted.ts';
import { tokenAnswer } from './token-answer.ts';
import { tokenCallSucceeds } from './token-call-succeeds.ts';
import { unknownCodeRefused } from './unknown-code-refused.ts';
import { wrongSecretRefused } from './wrong-secret-refused.ts';

/** The checks of the family `oauth`, in the order in which they run within a stage. */
export const oauthChecks: readonly Check[] = [
  exchangeSucceeds,
  tokenAnswer,
  tokenAccepted,
  tokenCallSucceeds,
  unknownCodeRefused,
  wrongSecretRefused,
  otherRequestRefused,
  codeWorksOnce,
];
