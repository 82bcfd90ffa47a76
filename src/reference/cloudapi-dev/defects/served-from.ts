import type { Account } from '../account.ts';
import type { Call, Layer } from '../call.ts';

/** Answers some calls with the data of another account. */
export const servedFrom =
  (accountFor: (call: Call) => Account | undefined): Layer =>
  (call, next) => {
    call.state.account = accountFor(call) ?? call.state.account;
    return next();
  };
