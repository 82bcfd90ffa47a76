import type { NexusVariant } from './overrides.ts';

/** Gives other answers wherever the document leaves the answer open. */
export const otherAnswers: NexusVariant = {
  title: 'Other answers to creations, restarts, unusual calls and calls without encryption',
  options: { durations: { 'instance.provisioning': 0 } },
  settings: {
    created: 202,
    createdBody: 'wrapped',
    hasLocation: true,
    planSizes: {
      micro: { cpu: 2, memoryGb: 0.5 },
      'standard-4': { cpu: 4, memoryGb: 8 },
      'memory-16': { cpu: 4, memoryGb: 16 },
    },
    isName: () => true,
    unknownMember: 'refused',
    unknownSshKey: 'ignored',
    otherMediaType: 'refused',
    wrongType: 400,
    notRunning: 422,
    malformedId: 400,
    foreignInstance: 403,
    restartAnswerMs: 1200,
    unknownMethod: 404,
    readsOne: true,
    scheme: 'exact',
    permission: 'last',
    plainHttp: 'closed',
  },
};
