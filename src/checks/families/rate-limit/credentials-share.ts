import { asideProbe } from './aside-probe.ts';

export const credentialsShare = asideProbe(
  {
    id: 'rate-limit/credentials-share',
    title: 'Two credentials of one account draw on one quota',
    why: 'A quota that each new credential multiplies is none, and an account that pays for more gets nothing for it.',
    fix: 'Count by the account that the credential of a call belongs to.',
  },
  {
    calls: ({ second }) => second,
    shows: 'refused',
    code: 'quota-of-each-credential',
    what: 'with another credential of the account',
    needs: [{ kind: 'credential', name: 'second' }],
  },
);
