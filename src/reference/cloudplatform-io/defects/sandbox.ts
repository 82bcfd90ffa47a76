import type { QuotaScope } from '../../kit/quota-counters.ts';
import { refuse } from '../../kit/refusing.ts';
import type { PlatformDefects } from '../call.ts';

/** One quota for the account in both environments. */
const acrossEnvironments: QuotaScope = ({ holder }) =>
  holder === undefined ? 'unauthenticated' : holder.name === 'other' ? 'other' : 'own';

/** The sandbox. */
export const sandboxDefects: PlatformDefects = {
  'sandbox-not-routed': {
    breaks: 'CPIO-113',
    note: 'The sandbox answers 404',
    behind: ({ state }, next) => (state.environment === 'sandbox' ? refuse(404, 'unknown-path', 'No such path') : next()),
  },
  'sandbox-refuses-account': {
    breaks: 'CPIO-113',
    note: 'The sandbox answers 403 to an account that is not on Enterprise',
    behind: ({ state }, next) => (state.environment === 'sandbox' ? refuse(403, 'not-permitted', 'Enterprise accounts only') : next()),
  },
  'sandbox-writes-to-production': {
    breaks: 'CPIO-114',
    note: 'A resource made in the sandbox reads 200 in production',
    behind: ({ state }, next) => {
      const { own } = state.service.accounts;
      if (state.environment === 'sandbox' && own !== undefined) state.account = own;
      return next();
    },
  },
  'sandbox-counts-toward-quota': {
    breaks: 'CPIO-116',
    note: 'Calls to the sandbox lower the counter of production',
    settings: { counted: ['live', 'sandbox'], quotaScope: acrossEnvironments },
  },
};
