export { agentOf, centerTitle, hasRole, nameOf, refreshEnvironments, signIn, signOut, start, useSession } from "./store";
export { SignIn } from "./sign_in";
