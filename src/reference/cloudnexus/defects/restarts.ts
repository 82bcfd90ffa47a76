import type { Call, Layer } from '../call.ts';
import { refuse } from '../call.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { restartAccepted } from '../restart.ts';
import type { RestartAccepted } from '../restart.ts';
import { answered, answerText, insteadOfErrorResponse, instanceAnswered, statusChanged, without } from './answering.ts';
import { isRestartPath, restartedInstance } from './restarting.ts';

const isAccepted = (call: Call): boolean => call.method === 'PUT' && call.status === 202;

/** Changes the answers to accepted restarts. */
const acceptedAnswered = (change: (call: Call) => void): Layer =>
  answered((call) => {
    if (isAccepted(call)) change(call);
  });

/** The plan must restart an instance, which the area schema does not do. */
const shownBy = ['NEXUS-79', 'NEXUS-80', 'NEXUS-81'];

const notRepeated = { 'NEXUS-81': 'id and status are not where the document shows them' };

const body = (
  breaks: string,
  note: string,
  change: (body: RestartAccepted) => unknown,
  alsoBreaks: Readonly<Record<string, string>> = {},
): NexusDefect => ({
  breaks,
  note,
  alsoBreaks,
  shownBy,
  around: acceptedAnswered((call) => {
    call.body = change(call.body as RestartAccepted);
  }),
});

/** Refuses restarts of known instances. */
const refusingKnown = (refuseIt: (call: Call) => Promise<void> | void): Layer => {
  return async (call, next) => {
    if (restartedInstance(call) !== undefined) await refuseIt(call);
    await next();
  };
};

const hasBody = (call: Call): boolean => Number(call.get('Content-Length')) > 0 || call.get('Transfer-Encoding') !== '';

/** Restarts: the answer, and what it does to the instance. */
export const restartDefects: NexusDefects = {
  'restart-status-200': {
    breaks: 'NEXUS-79',
    note: 'A restart is answered 200',
    around: acceptedAnswered((call) => {
      call.status = 200;
    }),
  },
  'restart-only-post': {
    breaks: 'NEXUS-79',
    note: 'A restart is requested with POST, and PUT is answered 405',
    alsoBreaks: { 'NEXUS-125': 'PUT is answered 405 before the id is looked up' },
    around: (call, next) => {
      if (isRestartPath(call)) call.method = call.method === 'POST' ? 'PUT' : call.method === 'PUT' ? 'POST' : call.method;
      return next();
    },
  },
  'restart-needs-body': {
    breaks: 'NEXUS-79',
    note: 'A restart without a body is answered 400',
    behind: refusingKnown((call) => {
      if (!hasBody(call)) refuse(400, 'empty-body', 'The request body is empty');
    }),
  },
  'restart-running-409': {
    breaks: 'NEXUS-79',
    note: 'The restart of a running instance is answered 409, as if it were in the requested state',
    behind: refusingKnown(() => refuse(409, 'not-restartable', 'The instance is running')),
  },

  'restart-body-empty': {
    breaks: 'NEXUS-80',
    note: 'The 202 of a restart has no body',
    alsoBreaks: notRepeated,
    shownBy,
    around: acceptedAnswered((call) => {
      answerText(call, 202, 'text', '');
      call.remove('Content-Type');
    }),
  },
  'restart-body-wrapped': body('NEXUS-80', 'id, status and message of a restart are under data', (data) => ({ data }), notRepeated),
  'restart-message-missing': body('NEXUS-80', 'The 202 of a restart has no message', (accepted) => without(accepted, 'message')),
  'restart-answers-old-status': body('NEXUS-81', 'The 202 of a restart has the status running', (accepted) => ({
    ...accepted,
    status: 'running',
  })),
  'restart-answers-job-id': body('NEXUS-81', 'The id in the 202 of a restart is that of a job', (accepted) => ({
    ...accepted,
    id: accepted.id.replace(/^inst_/, 'job_'),
  })),

  'restart-without-state-change': {
    breaks: 'NEXUS-82',
    note: 'A restart is accepted and the listed status stays running',
    around: acceptedAnswered((call) => {
      const instance = restartedInstance(call);
      if (instance !== undefined) instance.lifecycle = { kind: 'lasting', status: 'running' };
    }),
  },
  'restart-shows-provisioning': {
    breaks: 'NEXUS-82',
    note: 'A restarting instance shows provisioning instead of rebooting',
    around: instanceAnswered((instance) => (instance.status === 'rebooting' ? { ...instance, status: 'provisioning' } : instance)),
  },
  'restart-never-finishes': {
    breaks: 'NEXUS-85',
    note: 'A restarted instance stays rebooting forever',
    around: acceptedAnswered((call) => {
      const instance = restartedInstance(call);
      if (instance !== undefined) instance.lifecycle = { kind: 'lasting', status: 'rebooting' };
    }),
  },

  'restart-twice-accepted': {
    breaks: 'NEXUS-130',
    note: 'The restart of a rebooting instance is answered 202 again',
    behind: insteadOfErrorResponse('already-rebooting', (call) => {
      call.status = 202;
      call.body = restartAccepted(restartedInstance(call)?.id ?? '');
    }),
  },
  'restart-twice-422': {
    breaks: 'NEXUS-130',
    note: 'The restart of a rebooting instance is answered 422',
    around: statusChanged('already-rebooting', 422),
  },
};
