import { expect, test } from 'vitest';
import { toldRoles } from '../../../src/contract/infer/roles/hidden.ts';
import { rightsIn } from '../../../src/contract/infer/roles/right.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const rolesOf = (description: string, more: Readonly<Record<string, unknown>> = {}): string => {
  const { full, lesser } = toldRoles(
    bayDocument(
      { '/desks': { get: does({}) }, '/employees': { get: does({}) } },
      {},
      { info: { title: 'Notes', version: '1', description }, ...more },
    ),
  );
  return `${[...full].toSorted().join(',')}|${[...lesser].toSorted().join(',')}`;
};

test.each<readonly [string, string]>([
  [
    'Each key has one scope:\n\n| Scope | What it is for |\n|---|---|\n| `read-only` | Reading. Any call that is not a `GET` gives a 403. |\n| `writer` | All of the above, plus writing notes. |\n| `owner` | Everything. |',
    'owner|readonly,writer',
  ],
  [
    'A token has a role. A `manager` may do everything. The `front_desk` may do everything except hiring. An `instructor` may only read.',
    'manager|frontdesk,instructor',
  ],
  [
    'Staff come in three roles:\n\n* **admin** – may do everything.\n* **box office clerk** – sells. Clerks read everything.\n* **scanner** – stands at the door.',
    'admin|clerk,scanner',
  ],
  [
    'A token belongs to a person with one role.\n\n- The *principal* sees everything.\n- A *teacher* sees all notes.\n- A *student* sees the own ones.',
    '|princip,student,teacher',
  ],
  ['A note has one form.\n\n- The *letter* sees no light.\n- A *card* can be read by all.', '|'],
  [
    'A token carries one role. `manager` may do everything, `planner` plans but never touches pay,\n`employee` sees their own things.',
    'manager|employee,planner',
  ],
  [
    'Notes belong to one organisation. Roles: ADMIN runs notes; APPLICANT applies; REVIEWER reviews. Staff may be called.',
    'admin|applicant,reviewer',
  ],
  [
    'Send your key.\n\n| Kind of key | May |\n|---|---|\n| `full` | everything except note arrivals |\n| `read` | every `GET` |\n| `porter` | as `read`, and note arrivals |',
    'full|porter,read',
  ],
  ['| Token type | Can |\n|---|---|\n| `owner` | everything |\n| `porter` | read notes |', 'owner|porter'],
  ['| Kind of key | Looks like |\n|---|---|\n| `live` | dk_live_… |\n| `test` | dk_test_… |', '|'],
  ['| Kind of note | May |\n|---|---|\n| `plain` | be read |\n| `signed` | be read |', '|'],
  ['Each key has one of the roles `owner`, `editor` and `night shift`.', 'owner|editor,shift'],
  ['## Roles\n\nEach token has one.\n\n### Admin\n\nEverything.\n\n### Field agent\n\nReads notes.\n\n## Errors\n\nNone.', 'admin|agent'],
  [
    'A token belongs to a manager or a helper of one kitchen. Helpers get a 403 where it says *managers only*, and 403 for helpers means that.',
    'manager|helper',
  ],
  ['Each key is held by either a curator, a docent or a guest. Guests may only read.', '|curator,docent,guest'],
  ['Every caller is a boss or a rigger. Prices are hidden from riggers.', '|boss,rigger'],
  [
    '**Roles**: a `porter` only reads and does not see closed notes. A `clerk` may do everything except sign notes. A `chief` may do everything.',
    'chief|clerk,porter',
  ],
  // Accounts of several kinds that have the same rights, and something else that a token stands for.
  ['A token belongs to a company or a household, and sees its notes only.', '|'],
  ['A key is issued to a library or an archive. Keys can be revoked.', '|'],
  ['A token identifies a session or a device. Sessions end after an hour.', '|'],
  // A table of scopes of OAuth, one of keys of a configuration, and a list of states name no roles.
  ['Tokens have scopes.\n\n| Scope | Meaning |\n|---|---|\n| `notes:read` | may read notes |\n| `notes:write` | may write notes |', '|'],
  ['| Key | Meaning |\n|---|---|\n| `title` | The title. |\n| `body` | The text. |', '|'],
  ['A note has a state:\n\n- **draft** – may be changed.\n- **final** – may be read.', '|'],
  ['A `draft` may be published. An `image` may have a title.', '|'],
])('the roles of "%s"', (description, expected) => {
  expect(rolesOf(description)).toBe(expected);
});

test('a table of rights by role has all of them, whatever members called role list beside it', () => {
  const table =
    '## Who may do what\n\n| | boss | clerk | porter |\n|---|---|---|---|\n| read notes | yes | yes | yes |\n| write notes | yes | yes | no |\n| remove notes | yes | no | no |';
  const components = {
    schemas: { Shift: { type: 'object', properties: { role: { type: 'string', enum: ['clerk', 'porter', 'medic'] } } } },
  };
  expect(rolesOf(table, { components })).toBe('boss|clerk,porter');
  expect(rolesOf('Each token has a role.', { components })).toBe('|clerk,medic,porter');
});

test('a security scheme says who holds its credentials', () => {
  const components = {
    securitySchemes: {
      key: { type: 'http', scheme: 'bearer', description: 'Token of a signed-in member of staff (admin, clerk or scanner).' },
    },
  };
  expect(rolesOf('Notes.', { components })).toBe('admin|clerk,scanner');
});

test('a security scheme says who holds its credentials behind a comma as well', () => {
  const key = {
    type: 'apiKey',
    in: 'header',
    name: 'X-Key',
    description: 'Each call needs a key, of a boss, a rigger or a visitor. No key is a 401.',
  };
  expect(rolesOf('Notes.', { components: { securitySchemes: { key } } })).toBe('|boss,rigger,visitor');
});

const id = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } };
const refused = { responses: { 200: { description: 'x' }, 403: { $ref: '#/components/responses/Forbidden' } } };
const introduction =
  'Each key has one role:\n\n- **owner**: everything.\n- **editor**: works here.\n- **writer**: contributes.\n- **guest**: looks.\n\n';

/** Who may and may not add a note, by what the operation and its tag say. */
const rightsBy = async (said: Readonly<Record<string, unknown>>, tag = 'Notes.', info = introduction): Promise<string> => {
  const { document, operations } = await bayContract({
    ...bayDocument({
      '/notes': { post: { ...does({ summary: 'Add a note', ...refused, ...said }), tags: ['notes'] } },
      '/notes/{noteId}': { parameters: [id], get: does({}) },
    }),
    info: { title: 'Notes', version: '1', description: info },
    tags: [{ name: 'notes', description: tag }],
  });
  const rights = operations.flatMap((one) => (one.key === 'POST /notes' ? (rightsIn(document, one, ['draft', 'final']) ?? []) : []))[0];
  return `${[...(rights?.may ?? [])].toSorted().join(',')}|${[...(rights?.mayNot ?? [])].toSorted().join(',')}`;
};

const response403 = (description: string) => ({ responses: { 200: { description: 'x' }, 403: { description } } });

test.each<readonly [string, string]>([
  ['Editors and owners can add notes.', 'editor|guest,writer'],
  ['Owners, editors and writers may do this.', 'editor,writer|guest'],
  ['Open to owners and writers.', 'writer|editor,guest'],
  ['Owners and editors can do that; writers cannot and are told so with `403`.', 'editor|guest,writer'],
  ['Not for guests.', '|guest'],
  ['Guests may not add notes.', '|guest'],
  ['Every role, but guests may add nothing except greetings.', 'editor,writer|'],
  ['Editors for anyone, writers for themselves.', 'editor|'],
  ['Editors, and the author of the desk.', 'editor|'],
  ['Owners and the leading editor add notes.', '|guest,writer'],
  // What is said of a part, of a case or of what happens says nothing of all.
  ['Editors get a 403 for notes with their own byline.', '|'],
  ['Editors may add `final` notes.', '|'],
  ['Writers can add their own notes.', '|'],
  ['Hands the note to the editors.', '|'],
  ['Looking at drafts takes an editor key.', '|'],
  ['Editors are told of it, and guests see it.', '|'],
  ['Only owners can add notes that were printed before.', '|'],
  ['Guests cannot do this from outside of the newsroom.', '|'],
  ['Guests may not do this on the free plan.', '|'],
  ['In the next version only owners may do this.', '|'],
  ['Restricted to owners in large newsrooms.', '|'],
  ['Limited to owners during the trial.', '|'],
  ['Limited to 10 calls a minute for guests.', '|'],
  ['Requires role editor or higher, depending on the settings.', '|'],
  ['Editors can do this up to 10 times a day.', '|'],
  // Who has the name of a role, and belongs elsewhere, may be no caller.
  ['For guests of the village inn.', '|'],
  ['By guests of the village inn.', '|'],
  ['The kind of note that guests of the village inn add.', '|'],
  ['Guests of the village inn add notes on paper.', '|'],
  ['What hangs on the wall (guests of the village inn).', '|'],
])('an operation that says "%s"', async (description, expected) => {
  expect(await rightsBy({ description })).toBe(expected);
});

test.each<readonly [string, string]>([
  ['Guests and writers receive a 403 on all of these endpoints, reading included.', '|guest,writer'],
  ['Owners only, from start to finish.', '|editor,guest,writer'],
  ['Figures are secret: guests have no business here.', '|guest'],
  ['Guests have no access to notes.', '|guest'],
  ['Guests have no access to figures.', '|'],
  ['Guests have no access to deleted notes.', '|'],
  ['Guests have no business here, but may look.', '|'],
  ['Guests get a 403 on all of these that change something.', '|'],
  ['Guests get a 403 for any note of another desk.', '|'],
  ['Owners only: settings and members. The rest is open.', '|'],
  ['Owners only: everybody else gets a 403.', '|editor,guest,writer'],
])('a tag that says "%s"', async (description, expected) => {
  expect(await rightsBy({}, description)).toBe(expected);
});

test.each<readonly [string, string]>([
  ['The caller is neither an owner nor an editor.', 'editor|guest,writer'],
  ['Only owners and editors', 'editor|guest,writer'],
  ['a guest, or a writer asking for a colleague', '|guest'],
  ['a writer filed for a colleague', '|'],
  ['Guests and writers of another desk', '|'],
  ['editor', '|'],
  ['Guests', '|guest'],
  ['Your role does not allow this.', '|'],
])('a 403 described as "%s"', async (description, expected) => {
  expect(await rightsBy(response403(description))).toBe(expected);
});

test.each<readonly [introduced: string, said: string, expected: string]>([
  ['The staff (owners and editors) work here.', 'For staff only.', 'editor|guest,writer'],
  ['Staff (editors and owners) work here.', 'Staff can add notes.', 'editor|guest,writer'],
  ['Crew means owners, editors and writers.', 'Not for crew.', '|editor,writer'],
  ['By *insiders* we mean editors and writers.', 'Insiders may not add notes.', '|editor,writer'],
  ['The regulars, that is editors and writers, meet daily.', 'Open to regulars.', 'editor,writer|guest'],
  // What stands for two things, for what is no role, or for what the API is about stands for no roles.
  ['Staff (owners and editors) work here. At night, staff (owners and guests) sleep.', 'For staff only.', '|'],
  ['Staff (owners and printers) work here.', 'For staff only.', '|'],
  ['Notes (owners and editors) are short.', 'For notes only.', '|'],
  ['The desk (owners and editors) is upstairs.', 'For the desk only.', '|'],
])('a word for several roles: "%s" "%s"', async (introduced, said, expected) => {
  expect(await rightsBy({ description: said }, 'Notes.', `${introduction}${introduced}`)).toBe(expected);
});

test('a rule for all that say nothing else has exceptions', async () => {
  const rule = 'Roles: ADMIN runs calls; APPLICANT applies. Unless stated otherwise an operation that changes something requires ADMIN';
  expect(await rightsBy({}, 'Notes.', `${rule}.`)).toBe('|applicant');
  expect(await rightsBy({}, 'Notes.', `${rule}, or the owner where the resource is a note.`)).toBe('|');
  expect(await rightsBy({ description: 'Applicants and admins can add notes.' }, 'Notes.', `${rule}.`)).toBe('applicant|');
});

test('roles that have the rights of others have their order', async () => {
  const table =
    'Each key has one scope:\n\n| Scope | What it is for |\n|---|---|\n| `read-only` | Reading. Any call that is not a `GET` gives a 403. |\n| `writer` | All of the above, plus writing notes. |\n| `editor` | All of the above, plus tags. |\n| `owner` | Everything. |';
  expect(await rightsBy({}, 'Notes.', table)).toBe('editor,writer|readonly');
  expect(await rightsBy({ description: 'Takes an editor key.' }, 'Notes.', table)).toBe('editor|readonly,writer');
  expect(await rightsBy({ description: 'Writers and up.' }, 'Notes.', table)).toBe('editor,writer|readonly');
});
