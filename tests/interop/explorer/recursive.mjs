// A description whose schemas contain themselves, in every way, and have keywords of all kinds.

export function recursive() {
  const tree = {
    type: 'object',
    required: ['kind'],
    discriminator: { propertyName: 'kind' },
    additionalProperties: false,
    properties: {
      kind: { const: 'tree' },
      left: { $ref: '#/components/schemas/Tree' },
      children: { type: 'array', items: { $ref: '#/components/schemas/Tree' }, uniqueItems: true },
      either: { oneOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] },
      size: { type: 'integer', format: 'int64', exclusiveMinimum: 0, maximum: 42 },
    },
    'x-unknown': { a: 1 },
    not: { required: ['left', 'children'] },
  };
  const schemas = { Tree: tree, Loop: { $ref: '#/components/schemas/Round' }, Round: { $ref: '#/components/schemas/Loop' }, All: { allOf: [{ $ref: '#/components/schemas/All' }, { $ref: '#/components/schemas/Tree' }] } };
  const content = (name) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });
  const operation = {
    summary: 'Grow a tree',
    parameters: [
      { name: 'loop', in: 'query', schema: { $ref: '#/components/schemas/Loop' } },
      { name: 'all', in: 'query', schema: { $ref: '#/components/schemas/All' } },
      { name: 'count', in: 'query', schema: { oneOf: [{ type: 'integer', default: 'MAX' }, { $ref: '#/nowhere' }] } },
    ],
    requestBody: { content: content('Tree') },
    responses: { 200: { description: 'The tree.', content: content('All') } },
  };
  return { openapi: '3.1.0', info: { title: 'Recursive', version: '1' }, paths: { '/tree': { post: operation } }, components: { schemas } };
}
