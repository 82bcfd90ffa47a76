import type { Members } from '../../kit/answering.ts';
import { bodyAnswered, isMembers } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer } from '../call.ts';

const isAnswer = (call: Call, key: string): boolean => call.status >= 200 && call.status < 300 && isCall(call, key) && isMembers(call.body);

export const isList = (call: Call): boolean => isAnswer(call, 'GET /projects');
export const isCreated = (call: Call): boolean => isAnswer(call, 'POST /projects');

/** Takes the body of lists for another one. */
export const listAnswered = (change: (projects: readonly Members[], call: Call) => unknown): Layer =>
  bodyAnswered(isList, (body, call) => change(body['data'] as readonly Members[], call));

/** Takes each project of lists for another one. */
export const itemAnswered = (change: (project: Members, index: number, call: Call) => unknown): Layer =>
  listAnswered((projects, call) => ({ data: projects.map((project, index) => change(project, index, call)) }));

/** Takes the answer to a creation for another one. */
export const createdAnswered = (change: (project: Members, call: Call) => unknown): Layer => bodyAnswered(isCreated, change);

/** Takes the answer that issues a key for another one. */
export const issuedAnswered = (change: (body: Members, call: Call) => unknown): Layer =>
  bodyAnswered((call) => isAnswer(call, 'POST /keys'), change);
