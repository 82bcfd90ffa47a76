import { asideProbe } from './aside-probe.ts';

export const credentialsApart = asideProbe(
  {
    id: 'rate-limit/credentials-apart',
    title: 'A credential that used up its quota leaves the quota of another one alone',
    why: 'Teams share an account and an address; where they share one count, the busiest shuts all the others out.',
    fix: 'Count by the credential of a call, not by its account or address.',
  },
  {
    calls: ({ second }) => second,
    shows: 'through',
    code: 'quota-shared-by-credentials',
    what: 'with another credential',
    needs: [{ kind: 'credential', name: 'second' }],
  },
);
