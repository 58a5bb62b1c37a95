export { keep } from "./keeping";
export { KeptOffer } from "./offer";
export { keepPieces, type Left, type Piece } from "./leftover";
export { LeftOffer } from "./left_offer";
export { dropWayBack, keepWayBack, keptWayBack } from "./way_back";
