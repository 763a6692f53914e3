// A description of 1,200 operations and 5 MB.

export function large() {
  const paths = {};
  for (let index = 0; index < 1200; index += 1) {
    const properties = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`property_${at}`, { type: 'string', maxLength: at, description: 'Words about it. '.repeat(5) }]));
    paths[`/things/${index}/{id}`] = {
      post: {
        summary: `Operation ${index}`,
        tags: [`tag ${index % 40}`],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } },
        responses: { 204: { description: 'Done.' } },
      },
    };
  }
  return { openapi: '3.1.0', info: { title: 'Large', version: '1' }, paths, 'x-padding': 'x'.repeat(200_000) };
}
