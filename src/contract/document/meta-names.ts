import type { Kind } from './structure.ts';

/** The published meta-schemas by which documents are judged, by the version of OpenAPI. */
export type Meta = '3.0' | '3.1';

/** Names of the definitions in the meta-schemas. */
export const definitions: Readonly<Record<Meta, Readonly<Partial<Record<Kind, string>>>>> = {
  '3.0': {
    info: 'Info',
    server: 'Server',
    paths: 'Paths',
    pathItem: 'PathItem',
    operation: 'Operation',
    parameter: 'Parameter',
    header: 'Header',
    requestBody: 'RequestBody',
    mediaType: 'MediaType',
    encoding: 'Encoding',
    responses: 'Responses',
    response: 'Response',
    callback: 'Callback',
    example: 'Example',
    link: 'Link',
    schema: 'Schema',
    components: 'Components',
    securityScheme: 'SecurityScheme',
    securityRequirement: 'SecurityRequirement',
    tag: 'Tag',
  },
  '3.1': {
    info: 'info',
    server: 'server',
    paths: 'paths',
    pathItem: 'path-item',
    operation: 'operation',
    parameter: 'parameter',
    header: 'header',
    requestBody: 'request-body',
    mediaType: 'media-type',
    encoding: 'encoding',
    responses: 'responses',
    response: 'response',
    callback: 'callbacks',
    example: 'example',
    link: 'link',
    components: 'components',
    securityScheme: 'security-scheme',
    securityRequirement: 'security-requirement',
    tag: 'tag',
  },
};

/** In 3.0 a member selects one of several definitions, because an error of `oneOf` would not name the wrong member. */
export const chosen: Readonly<Record<string, { readonly by: string; readonly among: Readonly<Record<string, string>> }>> = {
  Parameter: { by: 'in', among: { path: 'PathParameter', query: 'QueryParameter', header: 'HeaderParameter', cookie: 'CookieParameter' } },
  SecurityScheme: {
    by: 'type',
    among: {
      apiKey: 'APIKeySecurityScheme',
      http: 'HTTPSecurityScheme',
      oauth2: 'OAuth2SecurityScheme',
      openIdConnect: 'OpenIdConnectSecurityScheme',
    },
  },
};

/** Where each meta-schema has its definitions. */
export const holders: Readonly<Record<Meta, string>> = { '3.0': '#/definitions', '3.1': '#/$defs' };

/** The name of a whole document among its definitions. */
export const root = 'root';

/** The name of the vocabularies of JSON Schema 2020-12 among them. */
export const keywords = '2020-12';

/** Names of everything of a version that is validated by itself. */
export const validatedNames = (meta: Meta): readonly string[] => [
  ...new Set([
    root,
    keywords,
    ...Object.values(definitions[meta]),
    ...(meta === '3.0' ? Object.values(chosen).flatMap(({ among }) => Object.values(among)) : []),
  ]),
];
