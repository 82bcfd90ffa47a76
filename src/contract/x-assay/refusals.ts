import { documented, statuses, statusesWith, statusList, type Documented, type Statuses } from './schema-forms.ts';

/** How something that does not exist is answered. */
export type Unknown = Documented & {
  readonly path?: Statuses;
  readonly id?: Statuses & {
    /** What an id of another form than those that were given gets; as the form is not known, it says nothing. */
    readonly malformed?: readonly number[];
    /** A success is right too where the thing is there afterwards. */
    readonly orCreated?: true;
  };
};

/** How a faulty request is refused, by its fault. */
export type Refusals = Documented & {
  /** A body that is no JSON text. */
  readonly unparsable?: Statuses;
  /** A required member left out. */
  readonly missing?: Statuses;
  /** A member that is there, of the right type, with a value the service cannot use. */
  readonly value?: Statuses;
  /** A member of another JSON type. */
  readonly type?: Statuses;
  /** A query parameter that cannot be read as its type. */
  readonly query?: Statuses;
  /** A cursor that was never handed out. */
  readonly cursor?: Statuses;
  /** A member or parameter that names a thing which does not exist. */
  readonly reference?: Statuses;
  /** Something that may exist once only, created again. */
  readonly duplicate?: Statuses;
  /** A creation beyond what the account may hold. */
  readonly exhausted?: Statuses;
};

export const unknown = documented('How something that does not exist is answered.', [], {
  path: statuses('For a path that no operation has.'),
  id: statusesWith('For a path parameter that names nothing.', {
    malformed: statusList('What an id of another form than those that were given gets; as the form is not known, it says nothing.'),
    orCreated: { description: 'A success is right too where the thing is there afterwards.', const: true },
  }),
});

export const refusals = documented('How a faulty request is refused, by its fault.', [], {
  unparsable: statuses('A body that is no JSON text.'),
  missing: statuses('A required member is left out.'),
  value: statuses('A member of the right type whose value cannot be used.'),
  type: statuses('A member of another JSON type.'),
  query: statuses('A query parameter that cannot be read as its type.'),
  cursor: statuses('A cursor that was never handed out.'),
  reference: statuses('A member or parameter that names a thing which does not exist.'),
  duplicate: statuses('Something that may exist once only, created again.'),
  exhausted: statuses('A creation beyond what the account may hold.'),
});
