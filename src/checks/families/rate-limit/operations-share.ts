import { hasOtherRead } from '../../scenarios/quota/other-read.ts';
import { asideProbe } from './aside-probe.ts';

export const operationsShare = asideProbe(
  {
    id: 'rate-limit/operations-share',
    title: 'Calls of different operations count against one quota',
    why: 'A count for each path lets a client through many times over, and the announced limit means nothing.',
    fix: 'Count every call of a credential on the same quota, whatever operation it is for.',
  },
  {
    calls: ({ other }) => other,
    shows: 'refused',
    code: 'quota-of-each-operation',
    what: 'of another operation',
    needs: [],
    suits: hasOtherRead,
  },
);
