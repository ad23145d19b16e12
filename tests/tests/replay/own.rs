//! Our own forms.
