import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject } from '../../src/model/json.ts';

/** What a service of tours does otherwise than its document says. */
export type TourFault = 'reports are not listed';

/** What a service of tours may do: it lets a tour start as it is, or wants stops first. */
export type TourHabit = 'starts without stops' | 'needs a stop';

const text = { type: 'string' };
const json = (schema: object, example?: object) => ({ content: { 'application/json': { schema, ...(example && { example }) } } });
const shows = (schema: object) => ({ description: 'It', ...json(schema) });
const none = { 404: { description: 'None' }, 409: { description: 'Not now' }, 422: { description: 'Wrong' } };
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });

const tour = {
  type: 'object',
  required: ['id', 'title', 'state'],
  properties: { id: text, title: text, state: { type: 'string', enum: ['planned', 'on', 'over'] } },
};
const stopNew = {
  type: 'object',
  required: ['name', 'stay'],
  properties: {
    name: { ...text, minLength: 1 },
    mandatory: { type: 'boolean', default: false },
    stay: {
      type: 'object',
      description: 'Both ends of the stay in hours, `least` has to be below `most` (422).',
      required: ['least', 'most'],
      properties: { least: { type: 'integer', minimum: 1, maximum: 9 }, most: { type: 'integer', minimum: 1, maximum: 9 } },
    },
  },
};
const stop = { ...stopNew, required: ['id', ...stopNew.required], properties: { id: text, ...stopNew.properties } };
const reportNew = {
  type: 'object',
  required: ['marks'],
  properties: {
    marks: {
      type: 'array',
      items: { type: 'object', required: ['stop_id', 'note'], properties: { stop_id: text, note: { ...text, minLength: 1 } } },
    },
  },
};
const report = { ...reportNew, required: ['id', 'marks'], properties: { id: text, ...reportNew.properties } };

/** Tours whose stops are added before they start, and whose reports name some of these while they are on. */
export const tourDocument = (): object => ({
  openapi: '3.1.0',
  info: { title: 'Tours', version: '1' },
  paths: {
    '/tours': {
      get: { responses: { 200: shows({ type: 'array', items: tour }) } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: { ...text, minLength: 1 } } }) },
        responses: { 201: shows(tour), ...none },
      },
    },
    '/tours/{tour_id}': {
      parameters: [inPath('tour_id')],
      get: { responses: { 200: shows(tour), ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/tours/{tour_id}/start': {
      parameters: [inPath('tour_id')],
      post: { description: 'A planned tour becomes on. Anything else is a 409.', responses: { 200: shows(tour), ...none } },
    },
    '/tours/{tour_id}/stops': {
      parameters: [inPath('tour_id')],
      get: { responses: { 200: shows({ type: 'array', items: stop }), ...none } },
      post: {
        description: 'Stops can only be added while the tour is planned (409 otherwise), and there can be 40 at most (409).',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: stopNew,
              example: { name: 'Mill', mandatory: true, stay: { least: 1, most: 2 } },
            },
          },
        },
        responses: { 201: shows(stop), ...none },
      },
    },
    '/tours/{tour_id}/stops/{stop_id}': {
      parameters: [inPath('tour_id'), inPath('stop_id')],
      get: { responses: { 200: shows(stop), ...none } },
      delete: { description: 'Planned tours only.', responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/tours/{tour_id}/reports': {
      parameters: [inPath('tour_id')],
      get: { responses: { 200: shows({ type: 'array', items: report }), ...none } },
      post: {
        description: 'Only while the tour is on (409 otherwise). A report has to have a mark for every mandatory stop.',
        requestBody: { required: true, ...json(reportNew, { marks: [{ stop_id: 'stp_41', note: 'Wet' }] }) },
        responses: { 201: shows(report), ...none },
      },
    },
    '/tours/{tour_id}/reports/{report_id}': {
      parameters: [inPath('tour_id'), inPath('report_id')],
      get: { responses: { 200: shows(report), ...none } },
    },
  },
});

type Stop = { readonly id: string; readonly name: string; readonly mandatory: boolean; readonly stay: object };
type Tour = { readonly id: string; readonly title: string; state: string; readonly stops: Stop[]; readonly reports: object[] };

/** Serves tours. */
export const tourService = (fault?: TourFault | TourHabit): ((incoming: IncomingMessage, outgoing: ServerResponse) => void) => {
  const tours = new Map<string, Tour>();
  const shown = ({ id, title, state }: Tour): object => ({ id, title, state });
  const answer = (method: string, [, root, tourId, part, id]: readonly string[], body: unknown): readonly [number, unknown?] => {
    if (root !== 'tours') return [404, {}];
    const sent = isObject(body) ? body : undefined;
    if (tourId === undefined) {
      if (method === 'GET') return [200, [...tours.values()].map(shown)];
      if (typeof sent?.['title'] !== 'string' || sent['title'] === '') return [422, {}];
      const made: Tour = { id: randomUUID(), title: sent['title'], state: 'planned', stops: [], reports: [] };
      tours.set(made.id, made);
      return [201, shown(made)];
    }
    const own = tours.get(tourId);
    if (!own) return [404, {}];
    if (part === undefined) {
      if (method === 'DELETE') tours.delete(tourId);
      return method === 'DELETE' ? [204] : [200, shown(own)];
    }
    if (part === 'start') {
      if (own.state !== 'planned' || (fault !== 'starts without stops' && own.stops.length === 0)) return [409, {}];
      own.state = 'on';
      return [200, shown(own)];
    }
    if (part === 'stops' && id === undefined) {
      if (method === 'GET') return [200, own.stops];
      const stay = sent?.['stay'];
      const isStay = isObject(stay) && Number(stay['least']) < Number(stay['most']);
      if (typeof sent?.['name'] !== 'string' || sent['name'] === '' || !isStay) return [422, {}];
      if (own.state !== 'planned') return [409, {}];
      const made: Stop = { id: `stp_${randomUUID()}`, name: sent['name'], mandatory: sent['mandatory'] === true, stay };
      own.stops.push(made);
      return [201, made];
    }
    if (part === 'stops') {
      const found = own.stops.find((one) => one.id === id);
      if (!found) return [404, {}];
      if (method === 'DELETE' && own.state !== 'planned') return [409, {}];
      if (method === 'DELETE') own.stops.splice(own.stops.indexOf(found), 1);
      return method === 'DELETE' ? [204] : [200, found];
    }
    if (part === 'reports' && id === undefined) {
      if (method === 'GET') return [200, fault === 'reports are not listed' ? [] : own.reports];
      const marks: unknown = sent?.['marks'];
      if (own.state !== 'on') return [409, {}];
      if (!Array.isArray(marks) || !marks.every((one) => isObject(one) && typeof one['note'] === 'string' && one['note'] !== ''))
        return [422, {}];
      const named = new Set(marks.map((one: { readonly stop_id?: unknown }) => one.stop_id));
      if ([...named].some((one) => !own.stops.some((stopped) => stopped.id === one))) return [422, {}];
      if (own.stops.some((one) => one.mandatory && !named.has(one.id))) return [422, {}];
      const made = { id: randomUUID(), marks };
      own.reports.push(made);
      return [201, made];
    }
    const found = own.reports.find((one) => isObject(one) && one['id'] === id);
    return found ? [200, found] : [404, {}];
  };
  return (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (part: Buffer) => chunks.push(part));
    incoming.on('end', () => {
      let body: unknown;
      try {
        body = JSON.parse(Buffer.concat(chunks).toString() || 'null');
      } catch {
        body = undefined;
      }
      const [status, value] = answer(incoming.method ?? 'GET', (incoming.url ?? '/').split('?')[0]?.split('/') ?? [], body);
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined || incoming.method === 'HEAD' ? undefined : JSON.stringify(value));
    });
  };
};
