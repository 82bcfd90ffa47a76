import type { Socket } from 'node:net';
import { answered } from '../../kit/answering.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, PlatformDefects } from '../call.ts';
import { answer } from '../call.ts';
import { singleResource } from '../resource.ts';
import { askedId, ownResource } from './asked.ts';

const isDeleted = (call: Call): boolean => call.status === 204 && isCall(call, 'DELETE /resources/:id');

/** Writes the head of a 204 straight to the socket, because Node sends no body with a 204. The caller ends the socket. */
const sendHead = (call: Call, more: Readonly<Record<string, string | number>>): Socket | null => {
  const { 'content-length': _, ...own } = call.res.getHeaders();
  const lines = Object.entries({ ...own, ...more, Connection: 'close' }).map(([name, value]) => `${name}: ${String(value)}`);
  call.respond = false;
  const { socket } = call.res;
  socket?.write(['HTTP/1.1 204 No Content', ...lines, '', ''].join('\r\n'));
  return socket;
};

/** Answers to deletions, and what remains afterwards. */
export const deletionDefects: PlatformDefects = {
  'delete-status-200': {
    breaks: 'CPIO-86',
    note: 'A deletion is answered 200 with the deleted resource',
    around: answered((call) => {
      const resource = ownResource(call);
      if (isDeleted(call) && resource !== undefined) answer(call, 200, singleResource(resource, call.state.settings));
    }),
  },
  'delete-status-202': {
    breaks: 'CPIO-86',
    note: 'A deletion is answered 202',
    around: answered((call) => {
      if (isDeleted(call)) answer(call, 202, { message: 'Deletion has begun' });
    }),
  },
  'delete-wants-body': {
    breaks: 'CPIO-86',
    note: 'A deletion without a body is answered 400',
    behind: (call, next) => {
      const resource = call.state.account.resources.find(askedId(call) ?? '', Date.now());
      const isPossible = resource?.data.isInUse === false && call.state.holder?.scopes.includes('write') === true;
      if (isPossible && call.method === 'DELETE' && call.state.body?.kind === 'empty') refuse(400, 'empty-body', 'The body is empty');
      return next();
    },
  },
  'no-content-with-body': {
    breaks: 'CPIO-87',
    note: '204 with Content-Length 2 and a JSON body',
    around: answered((call) => {
      if (isDeleted(call)) sendHead(call, { 'Content-Length': 2 })?.end('{}');
    }),
  },
  'no-content-with-length': {
    breaks: 'CPIO-87',
    note: '204 with Content-Length 2 and no body',
    around: answered((call) => {
      if (isDeleted(call)) sendHead(call, { 'Content-Length': 2 })?.end();
    }),
  },
  'no-content-followed-by-body': {
    breaks: 'CPIO-87',
    note: '204 without a length, followed by a JSON body a moment later',
    around: answered((call) => {
      if (!isDeleted(call)) return;
      const socket = sendHead(call, {});
      setTimeout(() => socket?.end('{"deleted":true}'), 30);
    }),
  },
  'deleted-still-listed': {
    breaks: 'CPIO-89',
    note: 'The list still shows deleted resources',
    alsoBreaks: { 'CPIO-65': 'the list shows ids that read 404' },
    settings: { listed: 'own-and-deleted' },
  },
};
