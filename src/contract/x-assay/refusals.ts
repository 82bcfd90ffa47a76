import { documented, statuses, statusesWith, statusList, type Documented, type Statuses } from './schema-forms.ts';

/** The answers to requests for something that does not exist. */
export type Unknown = Documented & {
  readonly path?: Statuses;
  readonly id?: Statuses & {
    /** Statuses for an id of another form than the server's ids. The form is not documented, so such an answer is not judged further. */
    readonly malformed?: readonly number[];
    /** A success is right too where the resource exists afterwards. */
    readonly orCreated?: true;
  };
};

/** The error responses to faulty requests, by the fault. */
export type Refusals = Documented & {
  /** A body that is not a JSON text. */
  readonly unparsable?: Statuses;
  /** A required member is left out. */
  readonly missing?: Statuses;
  /** A member of the right type with a value that the server cannot use. */
  readonly value?: Statuses;
  /** A member of another JSON type. */
  readonly type?: Statuses;
  /** A query parameter that cannot be read as its type. */
  readonly query?: Statuses;
  /** A cursor that the server never issued. */
  readonly cursor?: Statuses;
  /** A member or parameter that names a resource that does not exist. */
  readonly reference?: Statuses;
  /** A second creation of something that may exist only once. */
  readonly duplicate?: Statuses;
  /** A creation beyond what the account may hold. */
  readonly exhausted?: Statuses;
};

export const unknown = documented('The answers to requests for something that does not exist.', [], {
  path: statuses('For a path without an operation.'),
  id: statusesWith('For a path parameter that names nothing.', {
    malformed: statusList("Statuses for an id of another form than the server's ids; such an answer is not judged further."),
    orCreated: { description: 'A success is right too where the resource exists afterwards.', const: true },
  }),
});

export const refusals = documented('The error responses to faulty requests, by the fault.', [], {
  unparsable: statuses('A body that is not a JSON text.'),
  missing: statuses('A required member is left out.'),
  value: statuses('A member of the right type whose value cannot be used.'),
  type: statuses('A member of another JSON type.'),
  query: statuses('A query parameter that cannot be read as its type.'),
  cursor: statuses('A cursor that the server never issued.'),
  reference: statuses('A member or parameter that names a resource that does not exist.'),
  duplicate: statuses('A second creation of something that may exist only once.'),
  exhausted: statuses('A creation beyond what the account may hold.'),
});
