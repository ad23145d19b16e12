//! Document in, Schema out, with every diagnostic a wrong schema deserves.
