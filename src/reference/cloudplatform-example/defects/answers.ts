import type { Members } from '../../kit/answering.ts';
import { bodyAnswered, isMembers } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer } from '../call.ts';

const isAnswer = (call: Call, key: string): boolean => call.status >= 200 && call.status < 300 && isCall(call, key) && isMembers(call.body);

export const isList = (call: Call): boolean => isAnswer(call, 'GET /projects');
export const isCreated = (call: Call): boolean => isAnswer(call, 'POST /projects');

/** Replaces the body of lists. */
export const listAnswered = (change: (projects: readonly Members[], call: Call) => unknown): Layer =>
  bodyAnswered(isList, (body, call) => change(body['data'] as readonly Members[], call));

/** Replaces each project of lists. */
export const itemAnswered = (change: (project: Members, index: number, call: Call) => unknown): Layer =>
  listAnswered((projects, call) => ({ data: projects.map((project, index) => change(project, index, call)) }));

/** Replaces the body of the answer to a creation. */
export const createdAnswered = (change: (project: Members, call: Call) => unknown): Layer => bodyAnswered(isCreated, change);

/** Replaces the body of the answer that issues a key. */
export const issuedAnswered = (change: (body: Members, call: Call) => unknown): Layer =>
  bodyAnswered((call) => isAnswer(call, 'POST /keys'), change);
