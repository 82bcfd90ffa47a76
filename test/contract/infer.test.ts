import { describe, expect, test } from 'vitest';
import { createdResource } from '../../src/contract/infer/created-resource.ts';
import { filledSegments, isItemOf, valuesInPath } from '../../src/contract/infer/path-template.ts';
import { dangerIn, isReading, wordsOf } from '../../src/contract/infer/words.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { writeDocument } from '../worlds/without-x-assay-document.ts';

type Operations = Readonly<Record<string, object>>;

const made = { responses: { '201': { description: 'Made' } } };
const shown = { responses: { '201': { description: 'Made', content: { 'application/json': { schema: { type: 'object' } } } } } };
const done = { responses: { '200': { description: 'Done' } } };

/** A document of operations by key. */
const load = async (operations: Operations): Promise<Contract> => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [key, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = key.split(' ');
    const parameters = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    paths[path] = { ...paths[path], [method.toLowerCase()]: { parameters, ...operation } };
  }
  const components = { schemas: { Pump: { type: 'object' } } };
  return loadContract(writeDocument({ openapi: '3.1.0', info: { title: 'Yard', version: '1' }, paths, components }));
};

const effectsOf = async (operations: Operations): Promise<Record<string, string>> =>
  Object.fromEntries((await load(operations)).operations.map(({ key, effect }) => [key, effect]));

describe('what an unsafe operation may do, by the structure of the document', () => {
  test('a POST to a collection whose items can be removed creates a resource that can be removed', async () => {
    expect(await effectsOf({ 'POST /carts': made, 'DELETE /carts/{id}': done })).toEqual({
      'POST /carts': 'creates',
      'DELETE /carts/{id}': 'changes',
    });
    expect(await effectsOf({ 'POST /carts/create': made, 'DELETE /carts/{id}': done })).toMatchObject({ 'POST /carts/create': 'creates' });
    expect(await effectsOf({ 'POST /carts/': made, 'DELETE /carts/{id}/': done })).toMatchObject({ 'POST /carts/': 'creates' });
    const links = { mine: { operationId: 'show', parameters: { no: '$response.body#/no' } } };
    const linked = { responses: { '201': { description: 'Made', links } } };
    expect(
      await effectsOf({
        'POST /orders/new-cart': linked,
        'GET /baskets/{no}': { operationId: 'show', ...done },
        'DELETE /baskets/{no}': done,
      }),
    ).toMatchObject({
      'POST /orders/new-cart': 'creates',
    });
  });

  test('a PUT changes what a POST below another resource creates, and the same DELETE removes', async () => {
    const named = (id: string): object => ({
      responses: {
        '200': {
          description: 'It',
          content: { 'application/json': { schema: { type: 'object', properties: { [id]: { type: 'string' } } } } },
        },
      },
    });
    const created = {
      responses: { '201': { description: 'Made', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } } },
    };
    const shownAs = {
      responses: { '200': { description: 'It', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } } },
    };
    const { inferredResourceTypes } = await load({
      'POST /yards/{yardId}/pumps': created,
      'GET /pumps/{pumpId}': shownAs,
      'PUT /pumps/{pumpId}': shownAs,
      'DELETE /pumps/{pumpId}': done,
    });
    expect(inferredResourceTypes.map(({ create }) => create.key)).toEqual(['POST /yards/{yardId}/pumps']);
    const alone = await load({ 'PUT /pumps/{pumpId}': named('id'), 'DELETE /pumps/{pumpId}': done });
    expect(alone.inferredResourceTypes.map(({ create }) => create.key)).toEqual(['PUT /pumps/{pumpId}']);
  });

  test('a collection and its items may be in different numbers', async () => {
    expect(await effectsOf({ 'POST /carts': made, 'DELETE /cart/{cartId}': done })).toMatchObject({ 'POST /carts': 'creates' });
    expect(await effectsOf({ 'POST /yard/cart': made, 'DELETE /yard/carts/{cartId}': done })).toMatchObject({
      'POST /yard/cart': 'creates',
    });
    // Another parent, another noun, a path with a meaning of its own, or items of its own.
    for (const other of [
      { 'DELETE /yard/cart/{cartId}': done },
      { 'DELETE /card/{cartId}': done },
      { 'DELETE /cart/{cartId}': done, 'PUT /cart': done },
      { 'DELETE /cart/{cartId}': done, 'GET /carts/{cartId}': done },
    ])
      expect((await effectsOf({ 'POST /carts': made, ...other }))['POST /carts']).not.toBe('creates');
  });

  test('to start one of a collection is to create it, where its removal ends it', async () => {
    const starts = { ...made, operationId: 'startPump', summary: 'Start a pump' };
    const item = { 'DELETE /pumps/{pumpId}': done };
    expect(await effectsOf({ 'POST /pumps': starts, ...item })).toMatchObject({ 'POST /pumps': 'creates' });
    for (const summary of [
      'Set up a pump',
      'Set a pump',
      'Apply for a pump',
      'Submit a new pump',
      'Install the first pump',
      'Open the log of a pump',
      'Start the pump of a yard',
    ])
      expect(await effectsOf({ 'POST /pumps': { ...made, summary }, ...item }), summary).toMatchObject({ 'POST /pumps': 'creates' });
    const outage = { 'DELETE /pump-outages/{outageId}': done, 'POST /pump-outages/{outageId}/resolve': done };
    expect(await effectsOf({ 'POST /pump-outages': { ...made, summary: 'Trigger a pump outage' }, ...outage })).toMatchObject({
      'POST /pump-outages': 'creates',
    });
    for (const [key, operation, others] of [
      ['POST /pumps', starts, {}],
      ['POST /pumps', { ...made, summary: 'Start all pumps' }, item],
      ['POST /plugins', { ...made, summary: 'Install a plugin' }, { 'DELETE /plugins/{pluginId}': done }],
      ...['server-services', 'add-ons', 'connectors', 'profiles', 'scripts', 'os-images'].map(
        (name) =>
          [
            `POST /${name}`,
            { ...made, summary: `Install a ${name.replaceAll('-', ' ').replace(/s$/u, '')}` },
            { [`DELETE /${name}/{itemId}`]: done },
          ] as const,
      ),
      ['POST /pumps', { ...made, summary: 'Start the flood' }, item],
      ['POST /pumps', { ...made, summary: 'Start the flood of a yard' }, item],
      ['POST /pumps', { ...made, summary: 'Start the pump valve of a yard' }, item],
      ['POST /pumps', { ...made, summary: 'Set the pump' }, item],
      ['POST /pumps', { ...made, summary: 'Set up the flood' }, item],
      ['POST /pumps', { ...made, summary: 'Set a flood' }, item],
      ['POST /pumps', { ...made, summary: 'Apply the pump' }, item],
      ['POST /pumps', { ...made, summary: 'Trigger a pump' }, item],
      ['POST /pump-outages', { ...made, summary: 'Trigger the pump' }, outage],
      ['POST /pump-outages', { ...made, summary: 'Trigger a pump outage' }, { 'DELETE /pump-outages/{outageId}': done }],
      ...['Pages whoever is on call.', 'Injects an outage into the pump.', 'All engineers are notified.', 'The pump stops.'].map(
        (description) => ['POST /pump-outages', { ...made, summary: 'Trigger a pump outage', description }, outage] as const,
      ),
      [
        'POST /emergencies',
        { ...made, summary: 'Trigger an emergency' },
        { 'DELETE /emergencies/{emergencyId}': done, 'POST /emergencies/{emergencyId}/resolve': done },
      ],
      ['POST /flood-alarms', { ...made, summary: 'Trigger a flood alarm' }, { 'DELETE /flood-alarms/{alarmId}': done }],
      ['POST /pumps', { ...made, summary: 'Submit the flood' }, item],
      ['POST /pumps', { ...made, summary: 'Stop a pump' }, item],
      ['POST /pumps', { ...made, summary: 'Open the valve of the pump' }, item],
      ['POST /pumps/start', { ...made, summary: 'Start a pump' }, item],
      ['POST /pumps/{pumpId}/start', { ...made, summary: 'Start a pump' }, item],
    ] as const)
      expect((await effectsOf({ [key]: operation, ...others }))[key], JSON.stringify(operation)).toBe('destructive');
  });

  test('a word of danger that is the noun of what a body or a path names says nothing of what is done', async () => {
    const taking = (summary: string, ...members: readonly string[]): object => ({
      summary,
      requestBody: {
        content: {
          'application/json': {
            schema: { type: 'object', properties: Object.fromEntries(members.map((name) => [name, { type: 'string' }])) },
          },
        },
      },
      ...shown,
    });
    const item = { 'GET /rentals/{rentalId}': done };
    for (const [summary, member] of [
      ['Rent a set', 'setId'],
      ['Rent out a copy', 'copyId'],
      ['Rent a copy to a visitor', 'copyBarcode'],
      ['Assess a claim', 'claim_id'],
      ['Survey a block', 'blockNo'],
    ] as const) {
      const found = await effectsOf({ 'POST /rentals': taking(summary, member), ...item });
      expect(found['POST /rentals'], summary).toBe('creates-permanently');
    }
    expect(
      await effectsOf({ 'POST /copies/{copyId}/rentals': { ...shown, summary: 'Rent a copy' }, 'GET /copies/{copyId}/rentals/{id}': done }),
    ).toMatchObject({ 'POST /copies/{copyId}/rentals': 'creates-permanently' });
    // What is copied or set, another noun behind it, a thing that nothing names, and what is set going.
    for (const [summary, member] of [
      ['Copy a rental', 'copyId'],
      ['Set the copy', 'copyId'],
      ['Rent a copy job', 'copyId'],
      ['Rent a copy', 'rackId'],
      ['Rent a copy', 'copy'],
      ['Schedule a run', 'runId'],
      ['Schedule a release', 'releaseId'],
    ] as const)
      expect((await effectsOf({ 'POST /rentals': taking(summary, member), ...item }))['POST /rentals'], summary).toBe('destructive');
  });

  test('to send a thing from one place to another is to create an entry about that, where the body names both by ids', async () => {
    const moving = (summary: string, ...members: readonly string[]): object => ({
      summary,
      requestBody: {
        content: {
          'application/json': {
            schema: { type: 'object', properties: Object.fromEntries(members.map((name) => [name, { type: 'string' }])) },
          },
        },
      },
      responses: { '201': { description: 'Made', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } } },
    });
    const list = {
      responses: {
        '200': {
          description: 'Them',
          content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Pump' } } } },
        },
      },
    };
    const depots = { 'GET /depots': list };
    for (const [path, summary, ...members] of [
      ['/shipments', 'Send a crate to another depot', 'crateId', 'toDepotId'],
      ['/hauls', 'Move a pallet', 'palletNo', 'fromDepotId', 'depotId'],
      ['/trips', 'Dispatch a van', 'vanId', 'destinationId'],
      ['/transfers', 'Transfer a resident to another depot', 'residentId', 'to_depot_id'],
      ['/transfers', 'Send a copy', 'copyId', 'toDepotId'],
    ] as const) {
      const { operations } = await load({ [`POST ${path}`]: moving(summary, ...members), [`GET ${path}`]: list, ...depots });
      const { effect, inferred } = operations.find(({ method }) => method === 'POST') ?? {};
      expect([effect, typeof inferred?.reaches], summary).toEqual(['creates-permanently', 'string']);
    }
    // What is written, what goes to people, a place that nothing lists, a thing that nothing names, software, and something else that is said of the thing.
    for (const [summary, ...members] of [
      ['Send a message to a depot', 'messageId', 'toDepotId'],
      ['Send a crate', 'crateId', 'toUserId'],
      ['Send a crate', 'crateId', 'toWarehouseId'],
      ['Send a crate', 'rackId', 'toDepotId'],
      ['Send a driver a note', 'driverId', 'toDepotId'],
      ['Dispatch a script', 'scriptId', 'toDepotId'],
      ['Release a crate', 'crateId', 'toDepotId'],
    ] as const) {
      const found = await effectsOf({ 'POST /shipments': moving(summary, ...members), 'GET /shipments': list, ...depots });
      expect(found['POST /shipments'], summary).toBe('destructive');
    }
  });

  test('to send a thing what it is told to do reaches further, and is kept in the list at the same path', async () => {
    const answer = (status: string, schema: object) => ({
      responses: { [status]: { description: 'd', content: { 'application/json': { schema } } } },
    });
    const pump = { $ref: '#/components/schemas/Pump' };
    const load201 = async (path: string, summary: string, status = '201', list: object = pump) => {
      const { operations } = await load({
        [`POST ${path}`]: { summary, ...answer(status, pump) },
        [`GET ${path}`]: answer('200', { type: 'array', items: list }),
      });
      const { effect, inferred } = operations.find(({ method }) => method === 'POST') ?? {};
      return [effect, typeof inferred?.reaches];
    };
    for (const [path, summary] of [
      ['/pumps/{pumpId}/commands', 'Send a command'],
      ['/tractors/{tractorId}/tasks', 'Dispatch a task to the tractor'],
      ['/yards/{yardId}/kilns/{kilnId}/setpoints', 'Send a new setpoint'],
      ['/drones/{droneId}/missions', 'Send one mission'],
      ['/ovens/{ovenId}/instructions', 'Sends an instruction'],
    ] as const)
      expect(await load201(path, summary), summary).toEqual(['creates-permanently', 'string']);
    // What is written, what people are told, what runs, many at once, and what the list or the answer does not show.
    for (const [path, summary, status, list] of [
      ['/pumps/{pumpId}/messages', 'Send a message'],
      ['/employees/{employeeId}/tasks', 'Send a task'],
      ['/pumps/{pumpId}/commands', 'Run a command'],
      ['/pumps/{pumpId}/commands', 'Send all commands again'],
      ['/pumps/{pumpId}/commands', 'Send a command report'],
      ['/pumps/commands', 'Send a command'],
      ['/drivers/{driverId}/tasks', 'Send a task'],
      ['/crews/{crewId}/instructions', 'Send an instruction'],
      ['/guards/{guardId}/missions', 'Dispatch a mission'],
      ['/pumps/{pumpId}/commands', 'Send a command', '202'],
      ['/pumps/{pumpId}/commands', 'Send a command', '201', { type: 'object' }],
    ] as readonly (readonly [string, string, string?, object?])[])
      expect((await load201(path, summary, status, list))[0], `${path} ${summary}`).toBe('destructive');
  });

  test('to set up one of a collection below something else is to create it, where a read of its own shows the same', async () => {
    const shows = (status: string, name = 'Pump') => ({
      responses: { [status]: { description: 'd', content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } } },
    });
    const key = 'POST /yards/{yardId}/pumps';
    const set = { summary: 'Set up a pump' };
    const items = { type: 'array', items: { $ref: '#/components/schemas/Pump' } };
    const list = { responses: { '200': { description: 'd', content: { 'application/json': { schema: items } } } } };
    const effect = async (status: string, read: object): Promise<string | undefined> =>
      (await effectsOf({ [key]: { ...shows(status), ...set }, 'GET /yards/{yardId}/pumps': list, 'GET /pumps/{pumpId}': read }))[key];
    expect(await effect('201', shows('200'))).toBe('creates-permanently');
    expect(await effect('200', shows('200'))).toBe('destructive');
    expect(await effect('201', done)).toBe('destructive');
  });

  test('to set one of a collection is to create it, where the list there shows the same', async () => {
    const shows = (status: string, schema: object) => ({
      responses: { [status]: { description: 'd', content: { 'application/json': { schema } } } },
    });
    const target = { $ref: '#/components/schemas/Pump' };
    const list = (schema: object) => ({ 'GET /yards/{yardId}/pumps': shows('200', { type: 'array', items: schema }) });
    const key = 'POST /yards/{yardId}/pumps';
    const effect = async (names: object, of: object = target): Promise<string | undefined> =>
      (await effectsOf({ [key]: { ...shows('201', target), ...names }, ...list(of) }))[key];
    for (const names of [{ summary: 'Set a pump', operationId: 'setPump' }, { summary: 'Sets a new pump' }])
      expect(await effect(names), JSON.stringify(names)).toBe('creates-permanently');
    for (const names of [
      { summary: 'Set the pump' },
      { operationId: 'setPump' },
      { summary: 'Set a flood', operationId: 'setFlood' },
      { summary: 'Set a pump', operationId: 'startPump' },
      { summary: 'Set up a pump' },
    ])
      expect(await effect(names), JSON.stringify(names)).toBe('destructive');
    expect(await effect({ summary: 'Set a pump' }, { type: 'object' })).toBe('destructive');
    // What is set for the whole account is in use there.
    const ofAccount = async (noun: string): Promise<string | undefined> => {
      const path = `/${noun}s`;
      const beside = { [`GET ${path}`]: shows('200', { type: 'array', items: target }) };
      return (await effectsOf({ [`POST ${path}`]: { ...shows('201', target), summary: `Set a ${noun}` }, ...beside }))[`POST ${path}`];
    };
    expect(await ofAccount('goal')).toBe('creates-permanently');
    for (const noun of ['default', 'setting', 'limit']) expect(await ofAccount(noun), noun).toBe('destructive');
  });

  test('to open, submit or install one is to create it, where a list shows the same: at its path, or in what it is below', async () => {
    const shows = (status: string, schema: object) => ({
      responses: { [status]: { description: 'd', content: { 'application/json': { schema } } } },
    });
    const pump = { $ref: '#/components/schemas/Pump' };
    const many = { type: 'array', items: pump };
    const list = { 'GET /pumps': shows('200', { type: 'object', properties: { items: many, next: { type: 'string' } } }) };
    const yard = (schema: object) => ({ 'GET /yards/{yardId}': shows('200', { type: 'object', properties: { pumps: schema } }) });
    const effect = async (path: string, names: object, reads: object, status = '201'): Promise<string | undefined> =>
      (await effectsOf({ [`POST ${path}`]: { ...shows(status, pump), ...names }, ...reads }))[`POST ${path}`];
    for (const names of [
      { summary: 'Open a pump' },
      { summary: 'Write down a pump', operationId: 'openPump' },
      { summary: 'Submits a new pump' },
      { summary: 'Apply for a pump' },
      { summary: 'Install a pump', operationId: 'installPump' },
    ]) {
      expect(await effect('/pumps', names, list), JSON.stringify(names)).toBe('creates-permanently');
      expect(await effect('/yards/{yardId}/pumps', names, yard(many)), JSON.stringify(names)).toBe('creates-permanently');
      // Nothing says that there is one more.
      expect(await effect('/pumps', names, list, '200'), JSON.stringify(names)).toBe('destructive');
      expect(await effect('/pumps', names, { 'GET /pumps': done }), JSON.stringify(names)).toBe('destructive');
      expect(await effect('/yards/{yardId}/pumps', names, yard({ type: 'object' })), JSON.stringify(names)).toBe('destructive');
    }
    for (const [path, summary, expected] of [
      ['/applications', 'Apply on behalf of a guest', 'creates-permanently'],
      ['/yards/{yardId}/applications', 'Apply as a guest', 'creates-permanently'],
      ['/applications', 'Apply to a club', 'creates-permanently'],
      ['/applications', 'Apply', 'creates-permanently'],
      ['/pumps', 'Apply', 'destructive'],
      ['/applications', 'Apply the plan', 'destructive'],
      ['/applications', 'Apply to all yards', 'destructive'],
      ['/pumps', 'Apply on behalf of a guest', 'destructive'],
    ] as const)
      expect(await effect(path, { summary }, { [`GET ${path}`]: shows('200', many) }), `${path} ${summary}`).toBe(expected);
    for (const summary of ['Open the valve of the pump', 'Open all pumps', 'Start a pump', 'Apply the pump', 'Install the firmware'])
      expect(await effect('/pumps', { summary }, list), summary).toBe('destructive');
  });

  test('to start one of a collection is to create it, where the answer leads to it and shows what a read shows', async () => {
    const pump = { description: 'd', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } };
    const other = { description: 'd', content: { 'application/json': { schema: { type: 'object' } } } };
    const located = { headers: { Location: { schema: { type: 'string' } } } };
    const starts = (response: object, status: number) => ({
      operationId: 'startPump',
      summary: 'Start a pump',
      responses: { [status]: response },
    });
    const effect = async (response: object, read: object, status = 202): Promise<unknown> =>
      (await effectsOf({ 'POST /pumps': starts(response, status), 'GET /pumps/{pumpId}': { responses: { 200: read } } }))['POST /pumps'];
    expect(await effect({ ...pump, ...located }, pump)).toBe('creates-permanently');
    expect(await effect(pump, pump)).toBe('destructive');
    expect(await effect(pump, pump, 201)).toBe('creates-permanently');
    expect(await effect(pump, other, 201)).toBe('destructive');
    expect(await effect({ ...other, ...located }, pump)).toBe('destructive');
    expect(await effect({ ...pump, ...located }, other)).toBe('destructive');
  });

  test('to start one below something is to create it, where the answer leads to it and shows what a read at a path of its own shows', async () => {
    const answer = { description: 'd', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } };
    const other = { description: 'd', content: { 'application/json': { schema: { type: 'object' } } } };
    const located = { ...answer, headers: { Location: { schema: { type: 'string' } } } };
    const effect = async (key: string, summary: string, read: object = answer, responses: object = { 202: located }) => {
      const noun = key.split('/').at(-1) ?? '';
      const all = await load({ [key]: { summary, responses }, [`GET /${noun}/{itemId}`]: { responses: { 200: read } } });
      const found = all.operations.find((one) => one.key === key);
      return [found?.effect, found?.inferred?.reaches, all.lastingResourceTypes.map(({ item }) => item.key).join()];
    };
    const key = 'POST /yards/{yardId}/exports';
    for (const summary of ['Start an export of all pumps', 'Start export', 'Submit an export'])
      expect(await effect(key, summary), summary).toEqual(['creates-permanently', undefined, 'GET /exports/{itemId}']);
    const open = ['destructive', undefined, ''];
    expect(await effect(key, 'Start all exports')).toEqual(open);
    expect(await effect(key, 'Start the pumps')).toEqual(open);
    expect(await effect(key, 'Start an export', other)).toEqual(open);
    expect(await effect(key, 'Start an export', answer, { 202: answer })).toEqual(open);
    expect(await effect(key, 'Start an export', answer, { 200: answer, 202: located })).toEqual(open);
    // The path below the yard may be in the singular.
    const single = async (path: string): Promise<unknown> => {
      const all = await load({
        [`POST ${path}`]: { summary: 'Start the fire drill', responses: { 202: located } },
        'GET /fire-drills/{drillId}': { responses: { 200: answer } },
      });
      return all.operations.find((one) => one.key === `POST ${path}`)?.effect;
    };
    expect(await single('/yards/{yardId}/fire-drill')).toBe('creates-permanently');
    expect(await single('/yards/{yardId}/flood-drill')).toBe('destructive');
    // What is worked off for the yard may do something to it.
    expect(await effect('POST /yards/{yardId}/scans', 'Start a scan')).toEqual(['creates-permanently', 'start', 'GET /scans/{itemId}']);
  });

  test('to start one of a collection is to create it, where the answer leads to it and shows what the list shows, although the read shows more', async () => {
    const pump = { $ref: '#/components/schemas/Pump' };
    const json = (schema: object): object => ({ description: 'd', content: { 'application/json': { schema } } });
    const located = { headers: { Location: { schema: { type: 'string' } } } };
    const more = json({ type: 'object', properties: { readings: { type: 'array' } } });
    const effect = async (response: object, item: object): Promise<unknown> =>
      (
        await effectsOf({
          'GET /pumps': { responses: { 200: json({ type: 'array', items: item }) } },
          'POST /pumps': { operationId: 'startPump', summary: 'Start a pump', responses: { 201: response } },
          'GET /pumps/{pumpId}': { responses: { 200: more } },
        })
      )['POST /pumps'];
    expect(await effect({ ...json(pump), ...located }, pump)).toBe('creates-permanently');
    expect(await effect(json(pump), pump)).toBe('destructive');
    expect(await effect({ ...json(pump), ...located }, { type: 'object' })).toBe('destructive');
  });

  test('to open one of a collection is to create it, also where its noun has several words', async () => {
    const report = { $ref: '#/components/schemas/Pump' };
    const reported = { description: 'd', content: { 'application/json': { schema: report } } };
    const open = (summary: string) => ({
      summary,
      responses: { 201: { ...reported, headers: { Location: { schema: { type: 'string' } } } } },
    });
    const item = { 'GET /fuel-reports/{reportId}': { responses: { 200: reported } } };
    const effect = async (summary: string): Promise<unknown> =>
      (await effectsOf({ 'POST /fuel-reports': open(summary), ...item }))['POST /fuel-reports'];
    expect(await effect('Open a fuel report')).toBe('creates-permanently');
    expect(await effect('Start a report')).toBe('creates-permanently');
    expect(await effect('Open a fuel valve')).toBe('destructive');
    expect(await effect('Close a fuel report')).toBe('destructive');
  });

  test('what is triggered and mended by people stays, and needs the permission for what reaches further where it may call somebody', async () => {
    const answer = { description: 'd', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } };
    const create = {
      summary: 'Trigger an outage',
      description: 'Pages whoever is on call.',
      responses: { 201: { ...answer, headers: { Location: { schema: { type: 'string' } } } } },
    };
    const read = { 'GET /outages/{outageId}': { responses: { 200: answer } } };
    const effectBeside = async (operations: Operations) => {
      const all = (await load({ 'POST /outages': create, ...operations })).operations;
      const found = all.find(({ key }) => key === 'POST /outages');
      return [found?.effect, found?.inferred?.reaches];
    };
    expect(await effectBeside({ ...read, 'POST /outages/{outageId}/resolve': done })).toEqual(['creates-permanently', 'trigger']);
    // Nobody does anything about it: to trigger one is to make something fail.
    expect(await effectBeside(read)).toEqual(['destructive', undefined]);
  });

  test('what the service works off below one thing is created by what triggers it, with the permission for what reaches further', async () => {
    const answer = { description: 'd', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } };
    const list = {
      description: 'd',
      content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Pump' } } } },
    };
    const key = { parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }] };
    const effectOf = async (path: string, operation: object, responses: object = { 201: answer }) => {
      const all = (await load({ [`POST ${path}`]: { ...operation, responses }, [`GET ${path}`]: { responses: { 200: list } } })).operations;
      const found = all.find(({ key: own }) => own === `POST ${path}`);
      return [found?.effect, found?.inferred?.reaches];
    };
    for (const [path, summary, verb] of [
      ['/rigs/{code}/runs', 'Trigger a run', 'trigger'],
      ['/rigs/{code}/runs', 'Run a test', 'run'],
      ['/rigs/{code}/scans', 'Start a scan', 'start'],
      ['/tasks/{code}/executions', 'Execute the task', 'execute'],
    ] as const)
      expect(await effectOf(path, { summary }), summary).toEqual(['creates-permanently', verb]);
    for (const [path, summary] of [
      ['/rigs/{code}/runs', 'Trigger a restart'],
      ['/rigs/{code}/runs', 'Trigger all runs'],
      ['/rigs/{code}/alarms', 'Trigger an alarm'],
      ['/sites/{code}/deployments', 'Trigger a deployment'],
      ['/runs', 'Trigger a run'],
    ] as const)
      expect(await effectOf(path, { summary }), `${path} ${summary}`).toEqual(['destructive', undefined]);
    // A second success is that of a repetition only with a key, and by the same schema.
    const runs = '/rigs/{code}/runs';
    const named = { summary: 'Trigger a run' };
    const parameters = [{ name: 'code', in: 'path', required: true, schema: { type: 'string' } }, ...key.parameters];
    const other = { description: 'd', content: { 'application/json': { schema: { type: 'object' } } } };
    expect(await effectOf(runs, { ...named, parameters }, { 200: answer, 201: answer })).toEqual(['creates-permanently', 'trigger']);
    expect(await effectOf(runs, named, { 200: answer, 201: answer })).toEqual(['destructive', undefined]);
    expect(await effectOf(runs, { ...named, parameters }, { 200: other, 201: answer })).toEqual(['destructive', undefined]);
  });

  test('who is invited to a collection is one of it, and removed again, with the permission for what reaches further', async () => {
    const ref = { $ref: '#/components/schemas/Pump' };
    const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
    const effectOf = async (named: object, more: Operations, status = 201) => {
      const { operations } = await load({
        'POST /members': { ...named, responses: { [status]: shows(ref) } },
        'GET /members': { responses: { 200: shows({ type: 'array', items: ref }) } },
        ...more,
      });
      const found = operations.find(({ key }) => key === 'POST /members');
      return [found?.effect, found?.inferred?.reaches];
    };
    const remove = { 'DELETE /members/{memberId}': done };
    const invite = { operationId: 'inviteMember', summary: 'Invite somebody' };
    expect(await effectOf(invite, remove)).toEqual(['creates', 'invite']);
    expect(await effectOf(invite, {})).toEqual(['destructive', undefined]);
    expect(await effectOf(invite, remove, 202)).toEqual(['destructive', undefined]);
    expect(await effectOf({ summary: 'Invite all members' }, remove)).toEqual(['destructive', undefined]);
    expect(await effectOf({ summary: 'Invite and activate a member' }, remove)).toEqual(['destructive', undefined]);
    expect(await effectOf({ summary: 'Notify a member' }, remove)).toEqual(['destructive', undefined]);
  });

  test('a command that is sent to a thing leads to a path of its own by its Location', async () => {
    const answer = { description: 'd', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } };
    const headers = { Location: { schema: { type: 'string' } } };
    const effectOf = async (path: string, success: object, read = '/commands/{commandId}', summary = 'Send a command') => {
      const { operations } = await load({
        [`POST ${path}`]: { summary, responses: { 202: success } },
        [`GET ${read}`]: { responses: { 200: answer } },
      });
      const found = operations.find(({ key }) => key === `POST ${path}`);
      return [found?.effect, found?.inferred?.reaches];
    };
    const located = { ...answer, headers };
    expect(await effectOf('/rigs/{code}/commands', located)).toEqual(['creates-permanently', 'send']);
    expect(await effectOf('/rigs/{code}/commands', answer)).toEqual(['destructive', undefined]);
    expect(await effectOf('/rigs/{code}/commands', located, '/jobs/{jobId}')).toEqual(['destructive', undefined]);
    expect(await effectOf('/drivers/{code}/commands', located)).toEqual(['destructive', undefined]);
    expect(await effectOf('/rigs/{code}/messages', located, '/messages/{id}', 'Send a message')).toEqual(['destructive', undefined]);
  });

  test('what adds to a collection of payments creates what stays, and needs the permission for what reaches further', async () => {
    const reported = { description: 'd', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pump' } } } };
    const made201 = { ...reported, headers: { Location: { schema: { type: 'string' } } } };
    const read = { responses: { 200: reported } };
    const reachingOf = async (operations: Operations, key: string): Promise<readonly unknown[]> => {
      const found = (await load(operations)).operations.find((one) => one.key === key);
      return [found?.effect, found?.inferred?.reaches];
    };
    const create = { operationId: 'createPayment', summary: 'Create a payment', responses: { 201: made201 } };
    const item = { 'GET /payments/{paymentId}': read };
    expect(await reachingOf({ 'POST /payments': create, ...item }, 'POST /payments')).toEqual(['creates-permanently', 'payments']);
    // A removal of the entry does not bring the money back.
    expect(await reachingOf({ 'POST /payments': create, ...item, 'DELETE /payments/{paymentId}': done }, 'POST /payments')).toEqual([
      'creates-permanently',
      'payments',
    ]);
    for (const [key, others] of [
      ['POST /payments', {}],
      ['POST /payments/{paymentId}/capture', item],
      ['POST /payments/bulk', item],
    ] as const)
      expect((await reachingOf({ [key]: create, ...others }, key))[0], key).toBe('destructive');
    for (const noun of ['deletion', 'restore', 'email'])
      expect(
        (await reachingOf({ [`POST /${noun}s`]: { responses: create.responses }, [`GET /${noun}s/{id}`]: read }, `POST /${noun}s`))[0],
        noun,
      ).toBe('destructive');
    // Below another resource, where the read of one has a path of its own, or a list shows them.
    const below = { operationId: 'payInvoice', summary: 'Record a payment', responses: { 201: reported } };
    expect(
      await reachingOf(
        { 'POST /invoices/{id}/payments': { ...below, operationId: 'createPayment' }, ...item },
        'POST /invoices/{id}/payments',
      ),
    ).toEqual(['creates-permanently', 'payments']);
    // To move money is to add a transfer, and to pay out a payout; a domain, all accounts and an invoice are another matter.
    const named = (noun: string, summary: string, operationId = 'createOne') =>
      reachingOf({ [`POST /${noun}`]: { ...create, summary, operationId }, [`GET /${noun}/{id}`]: read }, `POST /${noun}`);
    for (const [noun, summary, ...id] of [
      ['transfers', 'Move money between two of your accounts'],
      ['transfers', 'Moves funds', 'moveFunds'],
      ['payouts', 'Pay out to a bank account'],
      ['payouts', 'Pay out', 'payOut'],
    ] as const)
      expect((await named(noun, summary, ...id))[0], summary).toBe('creates-permanently');
    for (const [noun, summary, ...id] of [
      ['transfers', 'Move a domain to another registrar'],
      ['transfers', 'Move all money out'],
      ['transfers', 'Move money', 'moveEverything'],
      ['transfers', 'Send money to a phone number'],
      ['payouts', 'Pay out everybody'],
      ['payouts', 'Pay the suppliers'],
      ['payouts', 'Pay out to a bank account', 'payAllSuppliers'],
      ['rounds', 'Move money between two of your accounts'],
    ] as const)
      expect((await named(noun, summary, ...id))[0], `${noun}: ${summary}`).toBe('destructive');
    // To pay is to add a payment; to charge may do more.
    expect(await reachingOf({ 'POST /invoices/{id}/payments': below, ...item }, 'POST /invoices/{id}/payments')).toEqual([
      'creates-permanently',
      'payments',
    ]);
    expect(
      (
        await reachingOf(
          { 'POST /invoices/{id}/payments': { ...below, operationId: 'chargeInvoice' }, ...item },
          'POST /invoices/{id}/payments',
        )
      )[0],
    ).toBe('destructive');
    const list = {
      responses: {
        200: {
          description: 'd',
          content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Pump' } } } },
        },
      },
    };
    const planned = { operationId: 'createMaintenanceWindow', summary: 'Plan a maintenance window', responses: { 201: reported } };
    const windows = (operations: object, noun: string) =>
      reachingOf({ [`POST /sites/{id}/${noun}`]: planned, ...operations }, `POST /sites/{id}/${noun}`);
    expect(await windows({ 'GET /sites/{id}/maintenance-windows': list }, 'maintenance-windows')).toEqual([
      'creates-permanently',
      'maintenance',
    ]);
    expect((await windows({}, 'maintenance-windows'))[0]).toBe('destructive');
    expect((await windows({ 'GET /sites/{id}/maintenance-runs': list }, 'maintenance-runs'))[0]).toBe('destructive');
    // Entries that say what was done, and orders that are written before anything is bought.
    const bare = { responses: create.responses };
    const of = (noun: string, summary: string) =>
      reachingOf({ [`POST /${noun}`]: { ...bare, summary }, [`GET /${noun}/{id}`]: read }, `POST /${noun}`);
    expect(await of('movements', 'Move stock')).toEqual(['creates-permanently', 'move']);
    expect((await of('pumps', 'Move stock'))[0]).toBe('destructive');
    expect(await of('pay-periods', 'Create a pay period')).toEqual(['creates-permanently', 'pay']);
    expect((await of('pay-runs', 'Create a pay run'))[0]).toBe('destructive');
    expect(await of('purchaseOrders', 'Draft a purchase order')).toEqual(['creates-permanently', undefined]);
    expect((await of('orders', 'Purchase all'))[0]).toBe('destructive');
    const resets = { ...create, summary: 'Reset all payments' };
    expect((await reachingOf({ 'POST /payments': resets, ...item }, 'POST /payments'))[0]).toBe('destructive');
  });

  test('the name of an operation on no resource may end the service', async () => {
    const endsIn = async (operations: Operations): Promise<unknown[]> =>
      (await load(operations)).operations.map(({ inferred }) => inferred?.ends);
    for (const key of [
      'POST /shutdown',
      'POST /_admin/shut-down',
      'POST /service/restart',
      'PUT /halt',
      'GET /api/v1/terminate',
      'POST /reset',
      'POST /api/v2/reset',
      'POST /admin/reset-database',
    ])
      expect(await endsIn({ [key]: done }), key).toEqual([expect.any(String)]);
    for (const key of [
      'POST /pumps/{id}/restart',
      'POST /pumps/{id}/shutdown',
      'POST /pumps/reset',
      'POST /password/reset',
      'POST /pumps',
      'GET /shutdown-plans',
      'GET /reset',
    ])
      expect(await endsIn({ [key]: done }), key).toEqual([undefined]);
  });

  test('a POST to a collection from which no operation removes creates permanently', async () => {
    expect(await effectsOf({ 'POST /logs': shown })).toEqual({ 'POST /logs': 'creates-permanently' });
    const located = { responses: { '201': { description: 'Made', headers: { Location: { schema: { type: 'string' } } } } } };
    expect(await effectsOf({ 'POST /logs': located })).toEqual({ 'POST /logs': 'creates-permanently' });
    // Some tools document 201 for every POST.
    expect(await effectsOf({ 'POST /logs': made })).toEqual({ 'POST /logs': 'destructive' });
    expect(await effectsOf({ 'POST /logs': done, 'GET /logs/{id}': done })).toMatchObject({ 'POST /logs': 'creates-permanently' });
    const listed = { responses: { '200': { description: 'All', content: { 'application/json': { schema: { type: 'array' } } } } } };
    expect(await effectsOf({ 'POST /logs': done, 'GET /logs': listed })).toMatchObject({ 'POST /logs': 'creates-permanently' });
    const asking = {
      parameters: [
        { name: 'id', in: 'path', required: true },
        { name: 'sure', in: 'query', required: true, schema: { type: 'boolean' } },
      ].map((one) => ({ schema: {}, ...one })),
    };
    expect(await effectsOf({ 'POST /logs': made, 'DELETE /logs/{id}': { ...done, ...asking } })).toMatchObject({
      'POST /logs': 'creates-permanently',
    });
  });

  test('a POST below a resource adds to the list of such things that a read of the resource shows', async () => {
    const json = (schema: object) => ({ content: { 'application/json': { schema } } });
    const pump = { $ref: '#/components/schemas/Pump' };
    const below = (schema: object, status = 201) => ({ responses: { [status]: { description: 'It', ...json(schema) } } });
    const shows = (items: object) => below({ type: 'object', properties: { pumps: { type: 'array', items } } }, 200);
    const effect = async (read: string, post: object, items: object = pump) =>
      (await effectsOf({ [read]: shows(items), 'POST /yards/{yard}/pumps': post }))['POST /yards/{yard}/pumps'];
    expect(await effect('GET /yards/{yard}', below(pump))).toBe('creates-permanently');
    expect(await effect('GET /towns/{town}/yards/{yard}', below(pump))).toBe('creates-permanently');
    expect(await effect('GET /yards/{yard}', below(pump, 200))).toBe('destructive');
    expect(await effect('GET /yards/{yard}', below(pump), { type: 'object' })).toBe('destructive');
    expect(await effect('GET /towns/{town}', below(pump))).toBe('destructive');
  });

  test('words for a change of one resource are no danger in the name of a change that ends with it', async () => {
    const effect = async (key: string, summary: string) => (await effectsOf({ [key]: { ...done, summary } }))[key];
    for (const summary of ['Change or move a pump', 'Archive a pump', 'Close the pump', 'Assign a pump'])
      expect(await effect('PATCH /pumps/{id}', summary), summary).toBe('changes');
    expect(await effect('PUT /pumps/{id}', 'Move a pump')).toBe('changes');
    expect(await effect('PATCH /pumps/{id}', 'Restart a pump')).toBe('destructive');
    expect(await effect('PATCH /pumps', 'Move the pumps')).toBe('destructive');
    expect(await effect('PATCH /pumps/{id}/place', 'Move a pump')).toBe('destructive');
  });

  test('a PUT creates the resource that it names where no POST does and an operation removes it', async () => {
    expect(await effectsOf({ 'PUT /flags/{name}': done, 'DELETE /flags/{name}': done })).toMatchObject({ 'PUT /flags/{name}': 'creates' });
    expect(await effectsOf({ 'PUT /flags/{name}': done })).toEqual({ 'PUT /flags/{name}': 'changes' });
    expect(await effectsOf({ 'POST /flags': made, 'PUT /flags/{name}': done, 'DELETE /flags/{name}': done })).toMatchObject({
      'PUT /flags/{name}': 'changes',
    });
  });

  test.each([
    ['DELETE /carts', {}],
    ['PUT /settings', {}],
    ['PATCH /account', {}],
    ['POST /maintenance', {}],
    ['POST /carts/bulk-delete', {}],
    ['POST /carts/{id}/checkout', {}],
    ['POST /carts/{id}', {}],
    ['POST /graphql', {}],
    ['POST /recount', {}],
    ['POST /imports', made],
    ['POST /transfers', made],
    ['POST /messages', { ...made, operationId: 'sendMessage' }],
    ['POST /people', { ...made, summary: 'Purges people who left' }],
    ['POST /people/{id}/password', made],
    ['POST /users:batchCreate', made],
    ['PATCH /people/{id}', { operationId: 'revokePerson' }],
    ['DELETE /people/{id}', { operationId: 'deleteAllPeople' }],
    ['PUT /people/{id}/password', {}],
    ['POST /logout', {}],
  ])('%s may reach more than the resources of a run', async (key, operation) => {
    expect(await effectsOf({ [key]: { ...done, ...operation } })).toEqual({ [key]: 'destructive' });
  });

  test.each([
    'GET /logout',
    'GET /carts/{id}/remove',
    'GET /carts/deleteCart',
    'GET /api/cache.flush',
    'GET /carts:purgeOld',
    'HEAD /carts/reset',
    'GET /carritos/vaciar',
  ])('%s is safe by its method', async (key) => {
    expect(await effectsOf({ [key]: done })).toEqual({ [key]: 'destructive' });
  });

  test('a word for many that a path names in the plural is a resource of which there is one', async () => {
    const named = (operationId: string, answer: object) => ({ ...answer, operationId });
    expect(
      await effectsOf({
        'POST /shelves/{shelf}/collections': named('create_collection', made),
        'PATCH /shelves/{shelf}/collections/{id}': named('update_collection', done),
        'DELETE /shelves/{shelf}/collections/{id}': named('delete_collection', done),
        'DELETE /beer-batches/{id}': named('deleteBatch', done),
      }),
    ).toEqual({
      'POST /shelves/{shelf}/collections': 'creates',
      'PATCH /shelves/{shelf}/collections/{id}': 'changes',
      'DELETE /shelves/{shelf}/collections/{id}': 'changes',
      'DELETE /beer-batches/{id}': 'changes',
    });
    const tempting = {
      'DELETE /shelves/{shelf}/pods': named('deleteCollectionOfPods', done),
      'POST /books/batch': named('batchBooks', made),
      'POST /batches': { ...named('createAllBatches', made), summary: 'Create many batches' },
      'DELETE /collections': named('deleteCollections', done),
      'POST /collections/{id}/empty': named('emptyCollection', done),
    };
    for (const effect of Object.values(await effectsOf(tempting))) expect(effect).toBe('destructive');
  });

  test('a read may have a word for removing in its name', async () => {
    expect(
      await effectsOf({
        'GET /carts/delete': { ...done, operationId: 'listDelete' },
        'GET /resets': done,
        'GET /imports/status': done,
        'GET /carts/{id}': { ...done, operationId: 'cart' },
      }),
    ).toEqual({ 'GET /carts/delete': 'safe', 'GET /resets': 'safe', 'GET /imports/status': 'safe', 'GET /carts/{id}': 'safe' });
    expect(await effectsOf({ 'GET /carts/{id}': { ...done, operationId: 'deleteCart' } })).toEqual({ 'GET /carts/{id}': 'destructive' });
  });

  test('an operation that removes all resources with a common property is not the removal of one', async () => {
    const kindsOf = async (operations: Operations): Promise<readonly string[]> =>
      (await load(operations)).inferredResourceTypes.map(({ remove }) => remove.key);
    expect(await kindsOf({ 'POST /jobs': made, 'DELETE /jobs/{state}': done })).toEqual([]);
    expect(await kindsOf({ 'POST /jobs': made, 'DELETE /jobs/{jobId}': done })).toEqual(['DELETE /jobs/{jobId}']);
    expect(await kindsOf({ 'POST /trabajos': made, 'DELETE /trabajos/{trabajo}': done })).toEqual(['DELETE /trabajos/{trabajo}']);
    const body = (schema: object) => ({
      ...made,
      requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { state: schema } } } } },
    });
    expect(await kindsOf({ 'POST /jobs': body({ type: 'string' }), 'DELETE /jobs/{state}': done })).toEqual(['DELETE /jobs/{state}']);
    expect(await kindsOf({ 'POST /jobs': body({ type: 'string', enum: ['a'] }), 'DELETE /jobs/{state}': done })).toEqual([]);
    const few = { ...done, parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', enum: ['a'] } }] };
    expect(await kindsOf({ 'POST /jobs': made, 'DELETE /jobs/{id}': few })).toEqual([]);
  });

  test.each<[string, string, readonly string[]]>([
    ['the id of the new resource', '$response.body#/id', ['DELETE /people/{personId}']],
    ['the id in a wrapper', '$response.body#/data/id', ['DELETE /people/{personId}']],
    ['the id of its owner', '$response.body#/personId', []],
    ['the id inside another resource', '$response.body#/author/id', []],
  ])('a link from a creation to a removal with %s', async (_, expression, removals) => {
    const links = { it: { operationId: 'drop', parameters: { personId: expression } } };
    const contract = await load({
      'POST /comments': { responses: { '201': { description: 'Made', links } } },
      'DELETE /people/{personId}': { operationId: 'drop', ...done },
    });
    expect(contract.inferredResourceTypes.map(({ remove }) => remove.key)).toEqual(removals);
  });

  test('a body that is an array is about many resources', async () => {
    const requestBody = { content: { 'application/json': { schema: { type: 'array', items: {} } } } };
    expect(await effectsOf({ 'POST /carts': { ...made, requestBody }, 'DELETE /carts/{id}': done })).toMatchObject({
      'POST /carts': 'destructive',
    });
  });

  test.each(['POST /search', 'POST /carts/search', 'POST /login', 'POST /oauth/token', 'POST /addresses/validate'])(
    '%s asks',
    async (key) => {
      expect(await effectsOf({ [key]: done })).toEqual({ [key]: 'asks' });
    },
  );

  test.each([
    'POST /tickets/{id}/check-in',
    'POST /tickets/check-ins',
    'POST /rooms/{id}/checkout',
    'POST /messages/{id}/read',
    'POST /bugs/{id}/resolve',
  ])('%s may change what it is about', async (key) => {
    expect(await effectsOf({ [key]: done })).toEqual({ [key]: 'destructive' });
  });

  test('nouns that are also verbs are harmless after a word for creating', async () => {
    expect(await effectsOf({ 'POST /links': { ...made, operationId: 'createLink' }, 'DELETE /links/{id}': done })).toMatchObject({
      'POST /links': 'creates',
    });
    expect(await effectsOf({ 'POST /payouts': { ...made, operationId: 'createPayout' } })).toEqual({ 'POST /payouts': 'destructive' });
  });

  test('does not change what x-assay describes, and makes no declared resource types', async () => {
    const contract = await load({ 'POST /carts': made, 'DELETE /carts/{id}': done });
    expect(contract.resourceTypes).toEqual([]);
    expect(contract.inferredResourceTypes.map(({ name, idChosenBy, idParameter }) => ({ name, idChosenBy, idParameter }))).toEqual([
      { name: '/carts', idChosenBy: 'server', idParameter: 'id' },
    ]);
    const shipped = await loadContract('cloudsync');
    expect(shipped.inferredResourceTypes).toEqual([]);
    expect(shipped.operations.filter(({ inferred }) => inferred)).toEqual([]);
  });
});

describe('words', () => {
  test('are separated however they are joined', () => {
    expect(wordsOf('bulkDelete')).toEqual(['bulk', 'delete']);
    expect(wordsOf('users:HTTPBatch_delete-2')).toEqual(['users', 'http', 'batch', 'delete', '2']);
  });

  test('of a summary count only at its beginning', () => {
    const named = { method: 'POST', path: '/carts', operationId: undefined };
    expect(dangerIn({ ...named, summary: 'Make a cart that you can delete later' })).toBeUndefined();
    expect(dangerIn({ ...named, summary: 'Deletes carts' })).toBe('deletes');
    expect(isReading({ ...named, path: '/carts/count', summary: undefined })).toBe(true);
  });
});

describe('paths', () => {
  test('fit a template or do not', () => {
    expect(isItemOf('/a/{x}/b/{y}', '/a/{z}/b')).toBe(true);
    expect(isItemOf('/a/{x}/b/c', '/a/{z}/b')).toBe(false);
    expect(valuesInPath('/a/{x}', ['a', '7'])).toEqual({ x: '7' });
    expect(valuesInPath('/a/{x}', ['b', '7'])).toBeUndefined();
  });

  test.each(['', '.', '..'])('with the value "%s" lead elsewhere', (value) => {
    expect(filledSegments('/a/{x}', { x: value })).toBeUndefined();
  });
});

describe('the resource that a creation created', () => {
  const base = 'http://127.0.0.1:1/api';
  type Reply = { readonly status?: number; readonly location?: string; readonly body?: unknown };
  const reported = async (
    { status = 201, location, body }: Reply,
    sent: unknown = {},
    schema: object = { type: 'string' },
    parameter = 'cartId',
    creation: object = made,
  ) => {
    const contract = await load({
      'POST /carts': creation,
      [`DELETE /carts/{${parameter}}`]: { ...done, parameters: [{ name: parameter, in: 'path', required: true, schema }] },
    });
    const [resource] = contract.inferredResourceTypes;
    if (!resource) throw new Error('no resource type');
    const exchange = {
      id: 'x1',
      request: {
        operation: 'POST /carts',
        method: 'POST',
        path: '/carts',
        pathValues: {},
        query: [],
        headers: [],
        body: typeof sent === 'string' ? { kind: 'text', text: sent, mediaType: 'application/json' } : { kind: 'json', value: sent },
        faults: [],
      },
      reply: {
        kind: 'answer',
        status,
        headers: location === undefined ? [] : [['Location', location]],
        json: body === undefined ? { kind: 'none' } : { kind: 'value', value: body },
      },
    } as unknown as Exchange;
    const created = createdResource(resource, exchange, base);
    return created.kind === 'known' ? created.pathValues[parameter] : created.why;
  };

  test.each<[string, Reply, string]>([
    ['the name of the parameter', { body: { cartId: 'a', id: 'b' } }, 'a'],
    ['id', { body: { id: 7, name: 'x' } }, '7'],
    ['the noun', { body: { cart_id: 'a', name: 'x' } }, 'a'],
    ['a wrapper', { body: { ok: true, data: { uuid: 'a' } } }, 'a'],
    ['a wrapper beside another object', { body: { owner: { id: '1' }, data: { id: 'a' }, rights: {} } }, 'a'],
    ['the member of its noun beside another object', { body: { owner: { id: '1' }, cart: { id: 'a' } } }, 'a'],
    ['an array of one', { body: { result: [{ _id: 'a' }] } }, 'a'],
    ['an absolute Location', { location: `${base}/carts/a%20b` }, 'a b'],
    ['a Location from the root', { location: '/api/carts/a' }, 'a'],
    ['a Location from the base URL', { location: 'carts/a' }, 'a'],
    ['a Location from the collection', { location: 'a' }, 'a'],
    [
      'a Location of a service behind a proxy, and the body',
      { status: 200, location: 'http://inside:8080/carts/a', body: { id: 'a' } },
      'a',
    ],
    ['a Location without the prefix of the base URL, and the body', { status: 200, location: '/carts/a', body: { id: 'a' } }, 'a'],
    ['Location before the body', { location: '/api/carts/a', body: { id: 'b' } }, 'a'],
  ])('is identified by %s', async (_, reply, id) => {
    expect(await reported(reply)).toBe(id);
  });

  test.each<[string, Reply]>([
    ['a Location on another machine', { location: 'http://127.0.0.2:1/api/carts/a' }],
    ['a Location outside the base URL', { location: '/other/carts/a' }],
    ['a Location of something else', { location: '/api/queue/a' }],
    ['a number above the safe integers', { body: { id: 2 ** 60 } }],
    ['a masked value', { body: { id: '[secret]' } }],
    ['a bare number', { body: 3 }],
    ['two wrappers', { body: { a: { id: '1' }, b: { id: '2' } } }],
    ['nothing', {}],
  ])('is not identified by %s', async (_, reply) => {
    expect(await reported(reply)).toBe('POST /carts was answered 201 without an id');
  });

  test('is not identified by a Location behind a proxy that the body contradicts', async () => {
    expect(await reported({ status: 200, location: '/carts/b', body: { id: 'a' } })).toContain('and nothing shows that it is new');
    expect(await reported({ status: 200, location: '/carts/b/lines/a', body: { id: 'a' } })).toContain('and nothing shows that it is new');
  });

  test('has an id of the form that the path takes', async () => {
    expect(await reported({ body: { name: 'a', id: 4 } }, {}, { type: 'integer' })).toBe('4');
    expect(await reported({ body: { name: 'a' } }, {}, { type: 'integer' })).toContain('without an id');
  });

  test('may be called by what the creation sends for the path, which a read has to show to be new', async () => {
    const sent = { plate: 'KL-204-RT' };
    const text = { type: 'string' };
    const located = { ...made, responses: { 201: { ...made.responses[201], headers: { Location: { schema: text } } } } };
    expect(await reported({ body: { cart: sent } }, sent, text, 'plate', located)).toContain(
      'with the id KL-204-RT, which was in the request',
    );
    expect(await reported({ body: { cart: { plate: 'other' } } }, sent, text, 'plate', located)).toContain('without an id');
    expect(await reported({ body: { cart: { plate: 'other' } } }, {}, text, 'plate', located)).toContain('without an id');
  });

  test('is ours only where something shows that it is new', async () => {
    expect(await reported({ status: 200, body: { id: 'a' } })).toBe(
      'POST /carts was answered 200 with the id a, and nothing shows that it is new',
    );
    expect(await reported({ status: 200, body: { id: 'a', name: 'ct-n1-x' } }, { name: 'ct-n1-x' })).toBe('a');
    expect(await reported({ status: 200, body: { id: 'a', name: 'product-1' } }, { name: 'product-1' })).toContain('nothing shows');
    expect(await reported({ body: { id: 'a', code: 'a' } }, { code: 'a' })).toContain('which was in the request body');
    // As JSON that is not written as usual: with a name twice, and with something behind its end.
    const taken = { status: 200, body: { id: 'a', name: 'ct-n1-"x"' } };
    expect(await reported(taken, String.raw`{"name":"ct-n1-y","name":"ct-n1-\"x\""}`)).toBe('a');
    expect(await reported(taken, String.raw`{"name":"ct-n1-\"x\""} and more`)).toBe('a');
    expect(await reported(taken, '{"name":"ct-n1-y"')).toContain('nothing shows');
    expect(await reported({ status: 409, body: { id: 'a' } })).toBe('POST /carts was answered 409');
  });
});
