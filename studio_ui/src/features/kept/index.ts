export { keep } from "./keeping";
export { KeptOffer } from "./offer";
export { keepPieces, type Left, type Piece } from "./leftover";
export { LeftOffer } from "./left_offer";
