import { randomUUID } from 'node:crypto';
import { authorizationOf } from './bearer.ts';
import { serve } from '../runner/foreign/judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;
type Reply = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const later = { ...moment, nullable: true };
const count = { type: 'integer', minimum: 0 };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const json = (schema: object): object => ({ 'application/json': { schema } });
const shows = (schema: object, description = 'It'): object => ({ description, content: json(schema) });
const asks = (schema: object, required = true): object => ({ required, content: json(schema) });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const problems = {
  '401': { description: 'No key' },
  '403': { description: 'The key may not do this' },
  '404': { description: 'There is no such thing' },
};
const refusing = (what: string): object => ({ ...problems, '400': { description: 'The body is wrong' }, '409': { description: what } });
const pageOf = (name: string): object => object({ items: { type: 'array', items: ref(name) }, total: count }, ['items', 'total']);
const paging = [
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 } },
  { name: 'offset', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 } },
];
const listOf = (name: string): object => ({ parameters: paging, responses: { '200': shows(pageOf(name)), ...problems } });
const makes = (name: string): object => ({
  '201': { ...shows(ref(name), 'Made'), headers: { Location: { schema: text, description: 'Its address' } } },
});

const stamps = { createdAt: { ...moment, readOnly: true }, updatedAt: { ...moment, readOnly: true } };

/** Tools that members of a club borrow, their notes, loans, notices, tags, lockers and exports. */
export const lenderyDocument: object = {
  openapi: '3.0.3',
  info: {
    title: 'Lendery',
    version: '1',
    description:
      'Each key belongs to one club, and sees only its own data: whatever belongs to another club is answered with 404.\n\n' +
      'Keys have a role. Members with the role `viewer` may read everything and change nothing (403).',
  },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      NewTool: object({ name: { ...text, minLength: 1, maxLength: 80 }, shelf: { ...text, maxLength: 80 } }, ['name']),
      ToolChange: object({ name: { ...text, minLength: 1, maxLength: 80 }, shelf: { ...text, maxLength: 80 } }),
      Tool: object({ id: { ...text, readOnly: true }, name: text, shelf: { ...text, nullable: true }, ...stamps }, [
        'id',
        'name',
        'createdAt',
        'updatedAt',
      ]),
      NewNote: object({ text: { ...text, minLength: 1, maxLength: 200 } }, ['text']),
      Note: object({ id: text, toolId: text, text, createdAt: moment }, ['id', 'toolId', 'text']),
      NewLoan: object({ toolId: text, borrower: { ...text, minLength: 1, maxLength: 80 } }, ['toolId', 'borrower']),
      Loan: object(
        {
          id: text,
          toolId: text,
          borrower: text,
          status: { ...text, enum: ['booked', 'out', 'returned', 'cancelled'] },
          days: count,
          createdAt: moment,
          updatedAt: moment,
          returnedAt: later,
          cancelledAt: later,
        },
        ['id', 'toolId', 'borrower', 'status', 'days'],
      ),
      NewRemark: object({ body: { ...text, minLength: 1, maxLength: 200 } }, ['body']),
      Remark: object({ id: text, body: text }, ['id', 'body']),
      NewNotice: object(
        { title: { ...text, minLength: 1, maxLength: 80 }, showFrom: { ...later, description: 'When it is to be shown' } },
        ['title'],
      ),
      Notice: object(
        { id: text, title: text, showFrom: later, status: { ...text, enum: ['draft', 'scheduled', 'archived'] }, archivedAt: later },
        ['id', 'title', 'status'],
      ),
      NewTag: object({ name: { ...text, minLength: 1, maxLength: 40, description: 'Unique within the club' } }, ['name']),
      Tag: object({ id: text, name: text }, ['id', 'name']),
      NewLocker: object({ name: { ...text, minLength: 1, maxLength: 80 } }, ['name']),
      Locker: object({ id: text, name: text, enabled: { type: 'boolean' } }, ['id', 'name', 'enabled']),
      NewOpening: object({ who: { ...text, minLength: 1, maxLength: 80 } }, ['who']),
      Opening: object({ id: text, who: text }, ['id', 'who']),
      Export: object(
        {
          id: text,
          status: { ...text, enum: ['pending', 'running', 'done', 'failed'] },
          tools: { ...count, description: 'Number of tools in the file' },
        },
        ['id', 'status'],
      ),
    },
  },
  paths: {
    '/tools': {
      get: listOf('Tool'),
      post: { requestBody: asks(ref('NewTool')), responses: { ...makes('Tool'), ...refusing('Conflict') } },
    },
    '/tools/bulk': {
      post: {
        summary: 'Add several tools',
        requestBody: asks(object({ tools: { type: 'array', items: ref('NewTool'), minItems: 1, maxItems: 20 } }, ['tools'])),
        responses: { '200': shows(object({ created: count, items: { type: 'array', items: ref('Tool') } })), ...refusing('Conflict') },
      },
    },
    '/tools/{toolId}': {
      parameters: [inPath('toolId')],
      get: { responses: { '200': shows(ref('Tool')), ...problems } },
      patch: { requestBody: asks(ref('ToolChange')), responses: { '200': shows(ref('Tool')), ...refusing('Conflict') } },
      delete: {
        description:
          'Removes a tool with its notes. A tool that has loans which are booked or out cannot be deleted (409); returned and cancelled loans do not count.',
        responses: { '204': { description: 'Removed' }, ...refusing('The tool has active loans') },
      },
    },
    '/tools/{toolId}/notes': {
      parameters: [inPath('toolId')],
      get: listOf('Note'),
      post: { requestBody: asks(ref('NewNote')), responses: { ...makes('Note'), ...refusing('Conflict') } },
    },
    '/tools/{toolId}/notes/{noteId}': {
      parameters: [inPath('toolId'), inPath('noteId')],
      get: { responses: { '200': shows(ref('Note')), ...problems } },
      patch: { requestBody: asks(ref('NewNote')), responses: { '200': shows(ref('Note')), ...refusing('Conflict') } },
      delete: { responses: { '204': { description: 'Removed' }, ...problems } },
    },
    '/tools/{toolId}/notes/{noteId}/pin': {
      parameters: [inPath('toolId'), inPath('noteId')],
      post: { summary: 'Pin a note', responses: { '200': shows(ref('Note')), ...problems } },
    },
    '/loans': {
      get: listOf('Loan'),
      post: {
        description: 'Books a tool. A tool that does not exist is answered with 400.',
        requestBody: asks(ref('NewLoan')),
        responses: { ...makes('Loan'), ...refusing('Conflict') },
      },
    },
    '/loans/{loanId}': {
      parameters: [inPath('loanId')],
      get: { responses: { '200': shows(ref('Loan')), ...problems } },
      patch: {
        description: 'Changes the borrower. A loan that is returned or cancelled can no longer be changed (409).',
        requestBody: asks(object({ borrower: { ...text, minLength: 1, maxLength: 80 } })),
        responses: { '200': shows(ref('Loan')), ...refusing('The loan is over') },
      },
      delete: { responses: { '204': { description: 'Removed' }, ...problems } },
    },
    '/loans/{loanId}/hand-out': {
      parameters: [inPath('loanId')],
      post: {
        summary: 'Hand the tool out',
        description: 'A booked loan becomes out. In any other status the answer is 409.',
        responses: { '200': shows(ref('Loan')), ...refusing('The loan is not booked') },
      },
    },
    '/loans/{loanId}/return': {
      parameters: [inPath('loanId')],
      post: {
        summary: 'Bring the tool back',
        description: 'Marks a loan that is out as returned and sets `returnedAt`. Loans in another status are refused with 409.',
        responses: { '200': shows(ref('Loan')), ...refusing('The loan is not out') },
      },
    },
    '/loans/{loanId}/cancel': {
      parameters: [inPath('loanId')],
      post: {
        summary: 'Cancel a loan',
        description: 'Cancels a booked loan. A loan that is out or already over cannot be cancelled: 409.',
        responses: { '200': shows(ref('Loan')), ...refusing('The loan is not booked') },
      },
    },
    '/loans/{loanId}/extend': {
      parameters: [inPath('loanId')],
      post: {
        summary: 'Extend a loan',
        description: 'Adds days to a loan. Cancelled or returned loans cannot be extended (409).',
        requestBody: asks(object({ days: { type: 'integer', minimum: 1, maximum: 30 } }, ['days'])),
        responses: { '200': shows(ref('Loan')), ...refusing('The loan is over') },
      },
    },
    '/loans/{loanId}/remarks': {
      parameters: [inPath('loanId')],
      get: listOf('Remark'),
      post: { requestBody: asks(ref('NewRemark')), responses: { ...makes('Remark'), ...refusing('Conflict') } },
    },
    '/loans/{loanId}/remarks/{remarkId}': {
      parameters: [inPath('loanId'), inPath('remarkId')],
      delete: { responses: { '204': { description: 'Removed' }, ...problems } },
    },
    '/notices': {
      get: listOf('Notice'),
      post: {
        description: 'A notice with `showFrom` is `scheduled`, one without it is a `draft`.',
        requestBody: asks(ref('NewNotice')),
        responses: { ...makes('Notice'), ...refusing('Conflict') },
      },
    },
    '/notices/{noticeId}': {
      parameters: [inPath('noticeId')],
      get: { responses: { '200': shows(ref('Notice')), ...problems } },
      delete: { responses: { '204': { description: 'Removed' }, ...problems } },
    },
    '/notices/{noticeId}/archive': {
      parameters: [inPath('noticeId')],
      post: {
        summary: 'Archive a notice',
        description: 'Sets the status to archived.',
        responses: { '200': shows(ref('Notice')), ...refusing('It is archived already') },
      },
    },
    '/tags': {
      get: { responses: { '200': shows({ type: 'array', items: ref('Tag') }), ...problems } },
      post: { requestBody: asks(ref('NewTag')), responses: { ...makes('Tag'), ...refusing('There is a tag with this name') } },
    },
    '/tags/{tagId}': {
      parameters: [inPath('tagId')],
      delete: { responses: { '204': { description: 'Removed' }, ...problems } },
    },
    '/lockers': {
      get: listOf('Locker'),
      post: { requestBody: asks(ref('NewLocker')), responses: { ...makes('Locker'), ...refusing('Conflict') } },
    },
    '/lockers/{lockerId}': {
      parameters: [inPath('lockerId')],
      get: { responses: { '200': shows(ref('Locker')), ...problems } },
      patch: {
        requestBody: asks(object({ name: { ...text, minLength: 1, maxLength: 80 }, enabled: { type: 'boolean' } })),
        responses: { '200': shows(ref('Locker')), ...refusing('Conflict') },
      },
      delete: { responses: { '204': { description: 'Removed' }, ...problems } },
    },
    '/lockers/{lockerId}/openings': {
      parameters: [inPath('lockerId')],
      get: listOf('Opening'),
      post: {
        description: 'Opens the locker. A disabled locker cannot be opened (409).',
        requestBody: asks(ref('NewOpening')),
        responses: { '201': shows(ref('Opening'), 'Made'), ...refusing('The locker is disabled') },
      },
    },
    '/exports': {
      post: {
        summary: 'Export all tools',
        description: 'The export is made in the background.',
        responses: {
          '202': { ...shows(ref('Export'), 'Accepted'), headers: { Location: { schema: text, description: 'Where the status is' } } },
          ...problems,
        },
      },
    },
    '/exports/{exportId}': {
      parameters: [inPath('exportId')],
      get: { responses: { '200': shows(ref('Export')), ...problems } },
    },
    '/exports/{exportId}/file': {
      parameters: [inPath('exportId')],
      get: {
        responses: {
          '200': { description: 'The file', content: { 'text/csv': { schema: text } } },
          ...problems,
          '409': { description: 'The export is not done yet' },
        },
      },
    },
  },
};

/** Keys of an administrator of a club, of a viewer of it, and of an administrator of another one. */
export const lenderyKeys = {
  key: 'lendery_admin_0123456789',
  restricted: 'lendery_view_0123456789',
  other: 'lendery_other_0123456789',
} as const;

const callers: Readonly<Record<string, { readonly club: string; readonly mayWrite: boolean }>> = {
  [lenderyKeys.key]: { club: 'oak', mayWrite: true },
  [lenderyKeys.restricted]: { club: 'oak', mayWrite: false },
  [lenderyKeys.other]: { club: 'elm', mayWrite: true },
};

type Row = Record<string, unknown> & { readonly id: string; readonly club: string };
/** How a lendery differs from a plain one: `flaws` name what it does wrong. */
export type LenderyWays = {
  readonly flaws?: readonly string[];
  /** Operations that let viewers in, or other clubs. */
  readonly letsViewers?: string;
  readonly letsOthers?: string;
  /** Habits of conformant ones: the status for what belongs to others, and for what a state does not allow. */
  readonly foreign?: 403 | 404;
  readonly conflict?: 409 | 422;
  /** Ids are counted from 1 in each club. */
  readonly counts?: boolean;
  /** A removal of what is not there is answered 204. */
  readonly removesAnyway?: boolean;
  /** Milliseconds until answers show a change. */
  readonly lateMs?: number;
};

const kinds = ['tools', 'loans', 'notices', 'tags', 'lockers', 'exports'] as const;

/** A service that keeps its document but for its flaws. Gives its address and what it holds. */
export const lendery = async (ways: LenderyWays = {}) => {
  const has = (flaw: string): boolean => ways.flaws?.includes(flaw) === true;
  const rows: Record<string, Row[]> = Object.fromEntries([...kinds, 'notes', 'openings', 'remarks'].map((kind) => [kind, []]));
  const all = (kind: string): Row[] => (rows[kind] ??= []);
  const last = new Map<string, number>();
  const earlier = new Map<Row, { readonly row: Json; readonly until: number }>();
  const now = (): string => new Date().toISOString();
  const put = (kind: string, club: string, members: Json): Row => {
    const number = (last.get(`${club} ${kind}`) ?? 0) + 1;
    last.set(`${club} ${kind}`, number);
    const row: Row = { id: ways.counts ? String(number) : randomUUID(), club, ...members };
    all(kind).push(row);
    return row;
  };
  for (const club of ['oak', 'elm']) {
    const tool = put('tools', club, { name: `Saw of ${club}`, shelf: null, createdAt: now(), updatedAt: now() });
    put('notes', club, { toolId: tool.id, text: `Sharp saw of ${club}`, createdAt: now() });
    put('tags', club, { name: `Wood of ${club}` });
    put('lockers', club, { name: `Locker of ${club}`, enabled: true });
  }
  const shown = (whole: Row): unknown => {
    const old = earlier.get(whole);
    const { club: _club, at: _at, loanId: _loanId, ...row } = old && old.until > Date.now() ? old.row : whole;
    return row;
  };
  const isText = (value: unknown, most: number): value is string =>
    typeof value === 'string' && value.length > 0 && [...value].length <= most;

  const reply = (
    method: string,
    path: string,
    query: URLSearchParams,
    body: Json | undefined,
    caller: { club: string; mayWrite: boolean },
  ): Reply => {
    const [, kind = '', id, below, own, action, ...more] = path.split('/');
    const isBulk = kind === 'tools' && id === 'bulk';
    const shape = [
      kind,
      ...(id === undefined ? [] : [isBulk ? 'bulk' : '*']),
      ...(below === undefined ? [] : [below]),
      ...(own === undefined ? [] : ['*']),
      ...(action === undefined ? [] : [action]),
    ];
    const operation = `${method} ${shape.join('/')}`;
    if (more.length > 0 || !kinds.some((one) => one === kind)) return [404];
    const isKnown = operations.has(operation);
    if (!isKnown) {
      const allowed = [...operations].filter((one) => one.endsWith(` ${shape.join('/')}`)).map((one) => one.split(' ')[0]);
      return allowed.length === 0 ? [404] : [405, undefined, { allow: allowed.join(', ') }];
    }
    if (method !== 'GET' && !caller.mayWrite && ways.letsViewers !== operation) return [403];
    const isOurs = ({ club }: Row): boolean => club === caller.club || ways.letsOthers === operation;
    const listed = (found: readonly Row[]): Reply => {
      const [limit, offset] = [Number(query.get('limit') ?? 50), Number(query.get('offset') ?? 0)];
      if (!Number.isInteger(limit) || limit < 1 || limit > 100 || !Number.isInteger(offset) || offset < 0) return [400];
      return [200, { items: found.slice(offset, offset + limit).map(shown), total: found.length }];
    };
    const made = (row: Row, at: string): Reply => [201, shown(row), has(`no location ${kind}`) ? {} : { location: at }];
    if (method !== 'GET' && body === undefined) return [400];
    const given: Json = body ?? {};
    const find = (): Row | undefined =>
      all(kind).find((one) => one.id === id && one.club === caller.club) ?? all(kind).find((one) => one.id === id && isOurs(one));
    const found = id === undefined || isBulk ? undefined : find();
    if (id !== undefined && !isBulk && !found && method === 'DELETE' && own === undefined && ways.removesAnyway) return [204];
    if (id !== undefined && !isBulk && !found) return [ways.foreign === 403 && all(kind).some((one) => one.id === id) ? 403 : 404];
    const { club } = found ?? caller;
    const conflict = ways.conflict ?? 409;
    const touch = (row: Row, values: Json): Reply => {
      if (ways.lateMs !== undefined) earlier.set(row, { row: { ...row }, until: Date.now() + ways.lateMs });
      Object.assign(row, values, row['updatedAt'] === undefined || has(`updatedAt stays ${kind}`) ? {} : { updatedAt: now() });
      if (has(`createdAt moves ${kind}`)) row['createdAt'] = now();
      return [200, shown(row)];
    };
    const newTool = ({ name, shelf = null }: Json): Row | undefined =>
      isText(name, 80) && (shelf === null || (typeof shelf === 'string' && [...shelf].length <= 80))
        ? put('tools', club, { name, shelf, createdAt: now(), updatedAt: now() })
        : undefined;
    const fits = ({ name, shelf }: Json): boolean =>
      (name === undefined || isText(name, 80)) &&
      (shelf === undefined || shelf === null || (typeof shelf === 'string' && [...shelf].length <= 80));
    switch (operation) {
      case 'GET tools':
      case 'GET loans':
      case 'GET notices':
      case 'GET lockers':
        return listed(all(kind).filter(isOurs));
      case 'GET tags':
        return [200, all('tags').filter(isOurs).map(shown)];
      case 'GET tools/*':
      case 'GET loans/*':
      case 'GET notices/*':
      case 'GET lockers/*':
        return found ? [200, shown(found)] : [404];
      case 'POST tools': {
        const tool = newTool(given);
        return tool ? made(tool, `/tools/${tool.id}`) : [400];
      }
      case 'POST tools/bulk': {
        const { tools } = given;
        if (!Array.isArray(tools) || tools.length === 0 || tools.length > 20) return [400];
        if (!tools.every((one: unknown) => typeof one === 'object' && one !== null && fits({ name: '', ...one }))) return [400];
        const items = tools.map((one) => newTool(one as Json)).flatMap((one) => (one ? [shown(one)] : []));
        return [200, { created: items.length, items }];
      }
      case 'PATCH tools/*': {
        if (!found || !fits(given)) return [400];
        const { name = found['name'], shelf = found['shelf'] } = given;
        return touch(found, { name, shelf });
      }
      case 'DELETE tools/*': {
        if (!found) return [404];
        const loans = all('loans').filter(({ toolId }) => toolId === found.id);
        const isActive = loans.some(({ status }) => status === 'booked' || status === 'out');
        if (isActive && !has('tool removed with loans')) return [conflict];
        if (loans.length > 0 && has('tool kept for old loans')) return [conflict];
        all('tools').splice(all('tools').indexOf(found), 1);
        if (!has('notes stay')) rows['notes'] = all('notes').filter(({ toolId }) => toolId !== found.id);
        return [204];
      }
      case 'GET lockers/*/openings':
        return listed(all('openings').filter(({ lockerId }) => lockerId === id));
      case 'POST lockers/*/openings': {
        if (!isText(given['who'], 80)) return [400];
        if (found?.['enabled'] === false && !has('disabled opens')) return [conflict];
        return [201, shown(put('openings', club, { who: given['who'], lockerId: id }))];
      }
      case 'GET tools/*/notes':
        return listed(all('notes').filter(({ toolId }) => toolId === id));
      case 'POST tools/*/notes': {
        if (!isText(given['text'], 200)) return [400];
        const note = put('notes', club, { toolId: id, text: given['text'], createdAt: now() });
        return made(note, `/tools/${id}/notes/${note.id}`);
      }
      case 'POST loans': {
        const { toolId, borrower } = given;
        if (!isText(borrower, 80) || typeof toolId !== 'string') return [400];
        const isThere = all('tools').some((one) => one.id === toolId && (isOurs(one) || has('books foreign tools')));
        if (!isThere && !has('books gone tools')) return [400];
        const loan = put('loans', club, {
          toolId,
          borrower,
          status: 'booked',
          days: 7,
          createdAt: now(),
          updatedAt: now(),
          returnedAt: has('returned at once') ? now() : null,
          cancelledAt: null,
        });
        return made(loan, `/loans/${loan.id}`);
      }
      case 'GET loans/*/remarks':
        return listed(all('remarks').filter(({ loanId }) => loanId === id));
      case 'POST loans/*/remarks': {
        if (!isText(given['body'], 200)) return [400];
        const remark = put('remarks', club, { loanId: id, body: given['body'] });
        if (has('remark not listed')) rows['remarks'] = all('remarks').filter((one) => one !== remark);
        return made(remark, `/loans/${id}/remarks/${remark.id}`);
      }
      case 'DELETE loans/*/remarks/*': {
        const remark = all('remarks').find((one) => one.id === own && (one['loanId'] === id || has(`any tool ${operation}`)));
        if (!remark) return [404];
        if (!has('remark kept')) rows['remarks'] = all('remarks').filter((one) => one !== remark);
        return [204];
      }
      case 'PATCH loans/*': {
        const { borrower = found?.['borrower'] } = given;
        if (!found || !isText(borrower, 80)) return [400];
        const isOver = ['returned', 'cancelled'].includes(String(found['status']));
        return isOver && !has('over changed') ? [conflict] : touch(found, { borrower });
      }
      case 'POST loans/*/hand-out':
        if (found?.['status'] !== 'booked' && !has('hands out anything')) return [conflict];
        if (found && has('hand-out is only told')) return [200, { ...(shown(found) as Json), status: 'out' }];
        return found ? touch(found, has('hand-out does nothing') ? {} : { status: 'out' }) : [404];
      case 'POST loans/*/return':
        if (found?.['status'] !== 'out' && !has('returns anything')) return [conflict];
        return found
          ? touch(found, {
              status: has('return cancels') ? 'cancelled' : 'returned',
              ...(has('return not dated') ? {} : { returnedAt: now() }),
            })
          : [404];
      case 'POST loans/*/cancel':
        if (found?.['status'] !== 'booked' && !has('cancels anything')) return [conflict];
        return found
          ? touch(found, { status: 'cancelled', cancelledAt: now(), ...(has('cancel dates return') ? { returnedAt: now() } : {}) })
          : [404];
      case 'POST loans/*/extend': {
        const { days } = given;
        if (typeof days !== 'number' || !Number.isInteger(days) || days < 1 || days > 30) return [400];
        const isOver = ['returned', 'cancelled'].includes(String(found?.['status']));
        if (isOver && !has('extends over')) return [conflict];
        return found ? touch(found, { days: Number(found['days']) + days }) : [404];
      }
      case 'POST notices': {
        const { title, showFrom = null } = given;
        if (
          !isText(title, 80) ||
          (showFrom !== null &&
            (typeof showFrom !== 'string' ||
              !/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/iu.test(showFrom) ||
              Number.isNaN(Date.parse(showFrom))))
        )
          return [400];
        const status = has('always draft') ? 'draft' : has('always scheduled') ? 'scheduled' : showFrom === null ? 'draft' : 'scheduled';
        const notice = put('notices', club, { title, showFrom, status, archivedAt: null });
        return made(notice, `/notices/${notice.id}`);
      }
      case 'POST notices/*/archive':
        if (found?.['status'] === 'archived') return has('archives again') && found ? touch(found, {}) : [conflict];
        return found
          ? touch(found, {
              ...(has('archive does nothing') ? {} : { status: has('archive drafts') ? 'draft' : 'archived' }),
              archivedAt: has('archive not dated') ? null : now(),
            })
          : [404];
      case 'POST tags': {
        const { name } = given;
        if (!isText(name, 40)) return [400];
        if (all('tags').some((one) => one.name === name && one.club === club) && !has('tags twice')) return [409];
        const tag = put('tags', club, { name: has('tag changed') ? `${name}s` : name });
        if (has('tag not listed')) rows['tags'] = all('tags').filter((one) => one !== tag);
        return made(tag, `/tags/${tag.id}`);
      }
      case 'POST lockers': {
        const { name } = given;
        if (!isText(name, 80)) return [400];
        const locker = put('lockers', club, { name, enabled: true });
        return made(locker, `/lockers/${locker.id}`);
      }
      case 'PATCH lockers/*': {
        const { name = found?.['name'], enabled = found?.['enabled'] } = given;
        return found && isText(name, 80) && typeof enabled === 'boolean' ? touch(found, { name, enabled }) : [400];
      }
      case 'DELETE loans/*':
      case 'DELETE notices/*':
      case 'DELETE tags/*':
      case 'DELETE lockers/*':
        if (!has(`removes nothing ${kind}`)) rows[kind] = all(kind).filter((one) => one !== found);
        return [204];
      case 'POST exports': {
        const tools = all('tools').filter(isOurs).length;
        const task = put('exports', club, { status: 'pending', at: Date.now(), count: tools });
        return [202, { id: task.id, status: 'pending' }, has('no location exports') ? {} : { location: `/exports/${task.id}` }];
      }
      case 'GET exports/*':
      case 'GET exports/*/file': {
        if (!found) return [404];
        const age = Date.now() - Number(found['at']);
        const isDone = age > 2000 && !has('export never done');
        const tools = Number(found['count']) + (has('export counts wrong') ? 3 : 0);
        if (below === undefined)
          return [200, { id, status: isDone ? 'done' : age > 700 ? 'running' : 'pending', ...(isDone ? { tools } : {}) }];
        if (!isDone && !has('file early')) return [409];
        return [
          200,
          [
            'id,name',
            ...all('tools')
              .filter((one) => one.club === found.club)
              .map((one) => `${one.id},"${String(one['name']).replaceAll('"', '""')}"`),
          ].join('\r\n'),
        ];
      }
      default: {
        const note = all('notes').find((one) => one.id === own && (one['toolId'] === id || has(`any tool ${operation}`)));
        if (!note || below !== 'notes') return [404];
        if (method === 'GET') return [200, shown(note)];
        if (method === 'DELETE') {
          rows['notes'] = all('notes').filter((one) => one !== note);
          return [204];
        }
        if (action === 'pin') return [200, shown(note)];
        if (!isText(given['text'], 200)) return [400];
        note['text'] = given['text'];
        return [200, shown(note)];
      }
    }
  };
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      let body: Json | undefined;
      try {
        // A change needs a body; an action may come without one.
        const value: unknown = JSON.parse(Buffer.concat(chunks).toString() || (incoming.method === 'PATCH' ? 'null' : '{}'));
        body = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
      } catch {
        body = undefined;
      }
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      const caller = callers[/^Bearer (.*)$/iu.exec(authorizationOf(incoming.headers) ?? '')?.[1] ?? ''];
      const [status, value, headers = {}] = caller
        ? reply(incoming.method ?? '', pathname, searchParams, body, caller)
        : ([401, undefined, { 'www-authenticate': 'Bearer' }] as const);
      const isCsv = typeof value === 'string';
      outgoing.writeHead(status, {
        ...(value === undefined ? {} : { 'content-type': isCsv ? 'text/csv' : 'application/json' }),
        ...headers,
      });
      outgoing.end(value === undefined ? undefined : isCsv ? value : JSON.stringify(value));
    });
  });
  return { url, rows };
};

const operations: ReadonlySet<string> = new Set([
  ...['tools', 'loans', 'notices', 'tags', 'lockers'].flatMap((kind) => [`GET ${kind}`, `POST ${kind}`, `DELETE ${kind}/*`]),
  ...['tools', 'loans', 'notices', 'lockers', 'exports'].map((kind) => `GET ${kind}/*`),
  ...['tools', 'loans', 'lockers'].map((kind) => `PATCH ${kind}/*`),
  ...['GET', 'POST'].flatMap((method) => [`${method} tools/*/notes`, `${method} lockers/*/openings`]),
  ...['GET', 'PATCH', 'DELETE'].map((method) => `${method} tools/*/notes/*`),
  'POST tools/*/notes/*/pin',
  'GET loans/*/remarks',
  'POST loans/*/remarks',
  'DELETE loans/*/remarks/*',
  ...['hand-out', 'return', 'cancel', 'extend'].map((action) => `POST loans/*/${action}`),
  'POST tools/bulk',
  'POST notices/*/archive',
  'POST exports',
  'GET exports/*/file',
]);
