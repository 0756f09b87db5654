/** What the double of a utility process and its child say over the channel of `fork`. Ports cross it as numbers. */
export type UtilityMessage =
  | { readonly kind: 'message'; readonly data: unknown; readonly portIds: readonly number[] }
  | { readonly kind: 'port-message'; readonly portId: number; readonly data: unknown }
  | { readonly kind: 'port-close'; readonly portId: number };
