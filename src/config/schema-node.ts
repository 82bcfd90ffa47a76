export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

/** The part of JSON Schema 2020-12 that the configuration's schema uses. Every key has a description. */
export type SchemaNode = {
  readonly description: string;
  /** Absent: any JSON value. */
  readonly type?: JsonType | readonly JsonType[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  /** The schema of every other key; false where there is none. */
  readonly additionalProperties?: SchemaNode | false;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly uniqueItems?: boolean;
};

/** The schema of one key: that of a named one, or that of a map's entries. */
export const schemaOfKey = (schema: SchemaNode, key: string): SchemaNode | undefined => {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return schema.additionalProperties || undefined;
};

/** JSON types that a node accepts; all where it names none. */
export const typesOf = (schema: SchemaNode): readonly JsonType[] => {
  if (schema.type === undefined) return ['string', 'number', 'boolean', 'object', 'array'];
  return typeof schema.type === 'string' ? [schema.type] : schema.type;
};
