import type { Check } from '../../kit/define.ts';
import { exchangeSucceeds, tokenAnswer } from './exchange.ts';
import { codeWorksOnce, otherRequestRefused, unknownCodeRefused, wrongSecretRefused } from './refused-exchanges.ts';
import { tokenAccepted, tokenCallSucceeds } from './tokens.ts';

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
