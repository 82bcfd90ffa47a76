import { refuse } from '../kit/refusing.ts';
import type { Layer } from './call.ts';
import { answer } from './call.ts';
import type { Settings } from './settings.ts';

/** GET /user: the user that an access token acts for. */
export const readUser =
  (settings: Settings): Layer =>
  (call) => {
    const { account, holder } = call.state;
    if (holder?.kind !== 'token' && settings.userOfKey === 'nobody') refuse(403, 'no-user', 'An API key acts for no user');
    answer(call, 200, account.user);
  };
