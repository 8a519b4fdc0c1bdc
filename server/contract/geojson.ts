import { Type, type TSchema } from 'typebox';

/** GeoJSON (RFC 7946). Positions are [longitude, latitude] in degrees WGS 84. */
export const Position = Type.Array(Type.Number(), { minItems: 2, maxItems: 3, description: '[longitude, latitude]' });

export const PointGeometry = Type.Object({ type: Type.Literal('Point'), coordinates: Position });

export const PolygonGeometry = Type.Object({
  type: Type.Literal('Polygon'),
  coordinates: Type.Array(Type.Array(Position)),
});

export const MultiPolygonGeometry = Type.Object({
  type: Type.Literal('MultiPolygon'),
  coordinates: Type.Array(Type.Array(Type.Array(Position))),
});

/** A Feature with the given geometry and properties. */
export function featureOf<G extends TSchema, P extends TSchema>(geometry: G, properties: P) {
  return Type.Object({
    type: Type.Literal('Feature'),
    id: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
    geometry,
    properties,
  });
}

/** One link of a page: where the next one is. */
export const Link = Type.Object({ rel: Type.String(), href: Type.String(), type: Type.Optional(Type.String()) });
